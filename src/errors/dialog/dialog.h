/* The dialog in which a person who met an error tells what happened. Sentry.showReportDialog() loads
 * /api/embed/error-page/ as a script, which draws the dialog in the page of the application and sends the
 * form to the same address. Source: sentry-javascript (packages/core/src/api.ts: getReportDialogEndpoint;
 * packages/browser/src/report-dialog.ts). */
#ifndef BALCAO_ERRORS_DIALOG_DIALOG_H
#define BALCAO_ERRORS_DIALOG_DIALOG_H

#include "table/route.h"

extern const struct module dialog_module;

#endif
