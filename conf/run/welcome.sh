#!/bin/sh
# welcome.sh: prints what ./run says when everything runs.
url=https://localhost:$RUN_PORT
ca="--cacert '$RUN_STATE/tls/cert.pem'"
json="-H 'Content-Type: application/json'"
printf '\nbalcao is ready.\n  API        %s/api/v1\n' "$url"
[ ! -d "$RUN_STATE/app/share/balcao/www/docs" ] || printf '  read, try  %s/docs/\n' "$url"
cat <<EOT
  console    $url/app/
  state      $RUN_STATE (logs in log/, process ids in *.pid)

Three lines to try:
  curl -s $ca $json -d '{"username":"maria","email":"maria@example.com","password":"uma senha bem comprida"}' $url/register
  token=\$(curl -s $ca $json -d '{"username":"maria","password":"uma senha bem comprida"}' $url/login | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
  curl -s $ca $json -H "Authorization: Bearer \$token" -d '{"title":"Regar as plantas"}' $url/tasks

EOT
if [ -n "$RUN_DETACHED" ]; then
	echo "It runs in the background; ./run --stop${RUN_STATE_OPTION:+ $RUN_STATE_OPTION} stops it."
else
	echo "Ctrl-C stops it."
fi
