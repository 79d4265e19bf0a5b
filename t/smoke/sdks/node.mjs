// What languages.sh asks of @sentry/node: node.mjs DSN CERTIFICATE COUNT. See there. NODE_EXTRA_CA_CERTS must name the certificate.
import * as Sentry from '@sentry/node';
import { report } from './events.mjs';

const [dsn, , count] = process.argv.slice(2);
process.stdout.write(await report(Sentry, dsn, Number(count)));
process.exit();
