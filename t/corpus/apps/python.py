"""An application of Python: python.py DSN RELEASE NUMBER. With Flask and Django where they are installed."""
import hashlib
import logging
import os
import sys
import uuid

import sentry_sdk

dsn, release, number = sys.argv[1:]
sentry_sdk.init(dsn=dsn, release=release)
n = int(number)
digest = hashlib.sha256(number.encode()).hexdigest()
money = f"{n * 1234.56:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
log = logging.getLogger("loja")

# --- the application --- (lines that end in @1 or @2 are only in that release)

audit = []  # @2


class StockError(Exception):
    pass


class BankError(Exception):
    pass


def validate(order):
    if not order.get("client"):
        raise ValueError(f"pedido {order['id']} sem cliente")
    audit.append("client")  # @2
    if not order.get("items"):
        raise ValueError(f"pedido {order['id']} sem itens")


def total(cart):
    audit.append("total")  # @2
    return sum(item["price"] for item in cart["items"])


def charge(order):
    if order.get("bank"):
        raise BankError(f"banco {order['bank']} fora do ar")
    return total(order)


def checkout(order):
    try:
        return charge(order)
    except Exception as cause:
        raise RuntimeError("a compra falhou") from cause


def fallback(order):
    try:
        return total(order)
    except KeyError:
        audit.append("fallback")  # @2
        raise StockError(f"produto {order['id']} em falta")


def find(orders, index):
    return orders[index]


def divide(a, b):
    return a / b


def guard(value):
    assert value == 0, f"sobrou {value}"


def read(path):
    with open(path) as file:
        return file.read()


def by_key(orders):
    return sorted(orders, key=lambda order: order["due"])


def by_price(orders):
    return sorted(orders, key=lambda order: order["price"])


def descend(depth):
    return descend(depth - 1) if depth else 1 / 0


def many(orders):
    faults = []
    for order in orders:
        try:
            validate(order)
        except ValueError as fault:
            faults.append(fault)
    raise ExceptionGroup("pedidos inválidos", faults)


def generate(lines):
    code = compile(f"def rule_{n}(x):\n    return x['{lines}']\n", "<string>", "exec")
    space = {}
    exec(code, space)
    return space[f"rule_{n}"]({})


def warn(text, *values):
    log.error(text, *values)


def logged(order):
    try:
        total(order)
    except KeyError:
        log.exception("pedido %s não fecha", order["id"])


def report(text):
    sentry_sdk.capture_message(text, "warning")


def fingerprinted(text):
    with sentry_sdk.push_scope() as scope:
        scope.fingerprint = ["caixa", "loja-7"]
        sentry_sdk.capture_message(text)


def run(action, arguments):
    try:
        action(*arguments)
    except Exception as error:
        sentry_sdk.capture_exception(error)


# --- frameworks ---

def flask_client():
    from flask import Flask
    app = Flask("loja")

    @app.route("/pedidos/<int:order>")
    def show(order):
        return total({"id": order})

    @app.route("/pedidos/<int:order>/nota")
    def invoice(order):
        validate({"id": order})

    @app.route("/caixa")
    def cash():
        audit.append("cash")  # @2
        raise RuntimeError("caixa fechado")

    @app.route("/estoque")
    def stock():
        raise RuntimeError("estoque em contagem")

    return app.test_client()


def django_client():
    import django
    from django.conf import settings
    from django.urls import path
    settings.configure(SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None, DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    django.setup()
    from django.db import connection
    from django.test import Client

    def order(request, order):
        validate({"id": order})

    def product(request, product):
        audit.append("product")  # @2
        raise StockError(f"produto {product} em falta")

    def table(request, name):
        connection.cursor().execute(f"SELECT * FROM {name}")

    global urlpatterns
    urlpatterns = [path("pedidos/<int:order>/", order), path("produtos/<int:product>/", product), path("tabelas/<str:name>/", table)]
    return Client(raise_request_exception=False)


def visit(client, path):
    client.get(path)


# --- the cases --- (what differs stands in their arguments, so that their stacks are equal)

cases = [
    ("line-client", validate, {"id": n}),
    ("line-items", validate, {"id": n, "client": 1}),
    ("key-error", total, {"id": n}),
    ("key-price", total, {"items": [{"id": n}]}),
    ("chain-key", checkout, {"id": n}),
    ("chain-bank", checkout, {"id": n, "bank": n}),
    ("context", fallback, {"id": n}),
    ("index", find, [], n),
    ("zero", divide, n, 0),
    ("zero-float", divide, n * 1.5, 0),
    ("divide-text", divide, str(n), 2),
    ("assert", guard, n),
    ("file", read, f"/srv/loja/pedidos/{n}.json"),
    ("file-directory", read, "/srv"),
    ("lambda-due", by_key, [{"id": n}, {"id": 2}]),
    ("lambda-price", by_price, [{"id": n}, {"id": 2}]),
    ("recursion", descend, 3 + n % 40),
    ("group", many, [{"id": n}, {"id": n + 1, "client": 1}]),
    ("group-more", many, [{"id": n + k} for k in range(5)]),
    ("generated", generate, "preço"),
    ("log-order", warn, "pedido %s sem resposta do banco %s", n, "237"),
    ("log-mail", warn, "e-mail para %s devolvido", f"cliente{n}@example.com"),
    ("log-filled", warn, f"fila {n} parada há {n * 7} s"),
    ("logged", logged, {"id": n}),
    ("message-stock", report, f"Estoque {n} vazio"),
    ("message-refused", report, "Pagamento recusado"),
    ("message-uuid", report, f"Sessão {uuid.uuid4()} perdida"),
    ("message-money", report, f"Saldo insuficiente: faltam R$ {money}"),
    ("message-percent", report, f"Disco {n % 100},{n % 10} % cheio"),
    ("message-date", report, f"Boleto vencido em 2026-{n % 12 + 1:02}-{n % 28 + 1:02}"),
    ("message-ip", report, f"Muitas senhas erradas de 203.0.113.{n % 256}"),
    ("message-token", report, "Token eyJhbGciOiJIUzI1NiJ9.eyJzdWIi" + digest[:12] + "Q.Xy" + digest[12:40] + " expirado"),
    ("fingerprint", fingerprinted, f"Caixa {n} travado"),
]


def framework(name, make, *paths):
    try:
        client = make()
    except ImportError:
        return
    cases.extend((f"{name}-{case}", visit, client, path) for case, path in paths)


framework("flask", flask_client, ("key", f"/pedidos/{n}"), ("line", f"/pedidos/{n}/nota"), ("cash", "/caixa"), ("stock", "/estoque"))
framework("django", django_client, ("line", f"/pedidos/{n}/"), ("product", f"/produtos/{n}/"), ("table", f"/tabelas/t{n}/"))

for case, action, *arguments in cases:
    sentry_sdk.set_tag("case", case)
    run(action, arguments)
sentry_sdk.flush(5)
