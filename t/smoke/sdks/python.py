"""What languages.sh asks of sentry-sdk: python.py DSN CERTIFICATE COUNT. See there."""
import sys

import sentry_sdk

dsn, certificate, count = sys.argv[1:]
sentry_sdk.init(dsn=dsn, ca_certs=certificate, environment="staging", release="loja@1.4.2")


def total(cart):
    return len(cart["itens"])


def checkout(number):
    try:
        return total({"id": number})
    except KeyError as cause:
        raise RuntimeError("a compra falhou") from cause


def whole():
    sentry_sdk.set_user({"id": "42", "email": "maria@example.com"})
    sentry_sdk.set_tag("loja", "centro")
    try:
        checkout(7)
    except RuntimeError as error:
        print("chain", sentry_sdk.capture_exception(error))
    print("message", sentry_sdk.capture_message("Estoque 17 vazio", "warning"))
    with sentry_sdk.push_scope() as scope:
        scope.set_extra("estado", [{"item": n, "peso": 1} for n in range(8000)])
        try:
            total({})
        except KeyError as error:
            print("big", sentry_sdk.capture_exception(error))


if count == "0":
    whole()
for n in range(int(count)):
    sentry_sdk.capture_message(f"Mensagem {n}")
    sentry_sdk.flush(5)
sentry_sdk.flush(20)
