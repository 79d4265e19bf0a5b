# The files around the program: those of nginx, the web pages, the systemd units, and ./run.
EXTRA_DIST += run %D%/run/build.sh %D%/run/common.sh %D%/run/database.sh \
	%D%/run/install-packages.sh %D%/run/keep.sh %D%/run/packages.sh %D%/run/state.sh \
	%D%/run/supervise.sh %D%/run/welcome.sh

# Files that contain paths of the installation.
INSTANCES = %D%/nginx/site.conf %D%/systemd/balcao.service %D%/systemd/balcao-migrate.service
INSTANCE = $(AM_V_GEN)$(MKDIR_P) $(@D) && $(SED) -e 's|@bindir[@]|$(bindir)|g' \
	-e 's|@pkgdatadir[@]|$(pkgdatadir)|g' -e 's|@sysconfdir[@]|$(sysconfdir)|g' \
	$(srcdir)/$@.in >$@.tmp && mv $@.tmp $@
EXTRA_DIST += %D%/nginx/site.conf.in %D%/systemd/balcao.service.in %D%/systemd/balcao-migrate.service.in
CLEANFILES += $(INSTANCES)

%D%/nginx/site.conf: %D%/nginx/site.conf.in Makefile
	$(INSTANCE)
%D%/systemd/balcao.service: %D%/systemd/balcao.service.in Makefile
	$(INSTANCE)
%D%/systemd/balcao-migrate.service: %D%/systemd/balcao-migrate.service.in Makefile
	$(INSTANCE)

# The program prints the part of nginx's settings that depends on the routes.
CLEANFILES += %D%/nginx/routes.conf
%D%/nginx/routes.conf: balcao$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && ./balcao$(EXEEXT) nginx >$@.tmp && mv $@.tmp $@

nginxdir = $(pkgdatadir)/nginx
dist_nginx_DATA = %D%/nginx/cached.conf %D%/nginx/choose.conf %D%/nginx/console.conf %D%/nginx/errors.conf %D%/nginx/file.conf %D%/nginx/headers.conf %D%/nginx/http.conf %D%/nginx/login.conf %D%/nginx/origin.conf \
	%D%/nginx/pass.conf %D%/nginx/secret.conf %D%/nginx/sentry.conf %D%/nginx/server.conf %D%/nginx/tls.conf
nodist_nginx_DATA = %D%/nginx/routes.conf %D%/nginx/site.conf
dist_systemdsystemunit_DATA = %D%/systemd/balcao.socket
nodist_systemdsystemunit_DATA = %D%/systemd/balcao.service %D%/systemd/balcao-migrate.service

wwwdir = $(pkgdatadir)/www
dist_www_DATA = %D%/www/favicon.svg %D%/www/no-console.html %D%/www/robots.txt %D%/www/style.css

# The page /docs/ and its files. A tarball contains the files of SWAGGER_UI,
# which make finds in $(srcdir). In a clone npm downloads them as the lock file says.
SWAGGER_UI = %D%/www/swagger-ui/swagger-ui-bundle.js \
	%D%/www/swagger-ui/swagger-ui-bundle.js.LICENSE.txt %D%/www/swagger-ui/swagger-ui.css \
	%D%/www/swagger-ui/LICENSE %D%/www/swagger-ui/NOTICE
EXTRA_DIST += %D%/www/.npmrc %D%/www/package.json %D%/www/package-lock.json \
	%D%/www/docs/docs.css %D%/www/docs/index.html %D%/www/docs/init.js $(SWAGGER_UI)
MAINTAINERCLEANFILES = $(SWAGGER_UI)
if DOCS_UI
wwwdocsdir = $(wwwdir)/docs
wwwdocs_DATA = %D%/www/docs/docs.css %D%/www/docs/index.html %D%/www/docs/init.js
wwwswaggerdir = $(wwwdocsdir)/swagger-ui
wwwswagger_DATA = $(SWAGGER_UI)
endif

# One command makes all five files. The bundle is the oldest, and the others depend on it.
%D%/www/swagger-ui/swagger-ui-bundle.js.LICENSE.txt %D%/www/swagger-ui/swagger-ui.css \
%D%/www/swagger-ui/LICENSE %D%/www/swagger-ui/NOTICE: %D%/www/swagger-ui/swagger-ui-bundle.js
	@test -f $@ || { rm -f %D%/www/swagger-ui/swagger-ui-bundle.js && \
	  $(MAKE) $(AM_MAKEFLAGS) %D%/www/swagger-ui/swagger-ui-bundle.js; }
%D%/www/swagger-ui/swagger-ui-bundle.js: %D%/www/package-lock.json
	$(AM_V_GEN)test -n "$(NPM)" || \
	  { echo "npm, which builds the page /docs/, is missing: apt-get install npm" >&2; exit 1; }; \
	work=%D%/www/npm.tmp; rm -rf $$work && $(MKDIR_P) $$work $(@D) && \
	cp $(srcdir)/%D%/www/.npmrc $(srcdir)/%D%/www/package.json $(srcdir)/%D%/www/package-lock.json $$work && \
	(cd $$work && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) && \
	for file in $(SWAGGER_UI); do \
	  cp $$work/node_modules/swagger-ui-dist/`basename $$file` $(@D) || exit 1; done && rm -rf $$work
