# The script of the dialog, as a text of the program. Comments and the blanks that begin lines are left out.
DIALOG = %D%/dialog/dialog.js
EXTRA_DIST += $(DIALOG)
CLEANFILES += %D%/dialog/script_source.c
nodist_libbalcao_a_SOURCES += %D%/dialog/script_source.c

%D%/dialog/script_source.c: $(DIALOG)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && { echo '#include "errors/dialog/script.h"' && \
	  echo && echo 'const char script_source[] =' && \
	  $(SED) -e '/^\/\//d' -e 's/^ *//' -e '/^$$/d' -e 's/[\\"]/\\&/g' -e 's/.*/\t"&\\n"/' $(srcdir)/$(DIALOG) && \
	  echo '	"";'; } >$@.tmp && mv $@.tmp $@
