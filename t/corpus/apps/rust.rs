//! An application of Rust: DSN RELEASE NUMBER. Needs sentry (with `backtrace`, `panic` and `anyhow`) and anyhow.
use std::fmt;
use std::sync::Mutex;

// --- the application --- (lines that end in @1 or @2 are only in that release)

static AUDIT: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

#[allow(dead_code)]
fn audit(what: &'static str) {
    AUDIT.lock().unwrap().push(what);
}

#[derive(Debug)]
enum ShopError {
    Stock(u32),
    Bank(std::num::ParseIntError),
    Cash(std::str::Utf8Error),
}

impl fmt::Display for ShopError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShopError::Stock(product) => write!(to, "produto {product} em falta"),
            ShopError::Bank(_) => write!(to, "o banco respondeu errado"),
            ShopError::Cash(_) => write!(to, "o caixa respondeu errado"),
        }
    }
}

impl std::error::Error for ShopError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ShopError::Stock(_) => None,
            ShopError::Bank(cause) => Some(cause),
            ShopError::Cash(cause) => Some(cause),
        }
    }
}

struct Order {
    id: u32,
    items: Vec<u32>,
    bank: Option<&'static str>,
}

#[inline(never)]
fn first_item(order: &Order) -> u32 {
    audit("first"); // @2
    order.items[order.id as usize]
}

#[inline(never)]
fn bank(order: &Order) -> u32 {
    audit("bank"); // @2
    order.bank.unwrap().len() as u32
}

#[inline(never)]
fn validate(order: &Order) -> u32 {
    if order.bank.is_none() {
        panic!("pedido {} sem banco", order.id);
    }
    audit("items"); // @2
    if order.items.is_empty() {
        panic!("pedido {} sem itens", order.id);
    }
    0
}

#[inline(never)]
fn parse(order: &Order) -> u32 {
    audit("parse"); // @2
    format!("{}x", order.id).parse().expect("número do pedido")
}

#[inline(never)]
fn divide(order: &Order) -> u32 {
    audit("divide"); // @2
    order.id / order.items.len() as u32
}

#[inline(never)]
fn closure(order: &Order) -> u32 {
    let find = |items: &[u32]| -> u32 { *items.iter().find(|item| **item == order.id).unwrap() };
    audit("closure"); // @2
    find(&order.items)
}

#[inline(never)]
fn generic<T: fmt::Debug>(value: Result<T, ShopError>) -> T {
    value.unwrap()
}

#[inline(never)]
fn generic_text(order: &Order) -> u32 {
    generic::<String>(Err(ShopError::Stock(order.id))).len() as u32
}

#[inline(never)]
fn generic_number(order: &Order) -> u32 {
    generic::<u32>(Err(ShopError::Stock(order.id)))
}

// --- errors that are returned ---

fn stock(order: &Order) -> Result<u32, ShopError> {
    Err(ShopError::Stock(order.id))
}

fn ask_bank(order: &Order) -> Result<u32, ShopError> {
    format!("{}x", order.id).parse().map_err(ShopError::Bank)
}

fn ask_cash(_: &Order) -> Result<u32, ShopError> {
    std::str::from_utf8(&[0xff]).map(|_| 0).map_err(ShopError::Cash)
}

fn any_mail(order: &Order) -> anyhow::Result<u32> {
    audit("mail"); // @2
    anyhow::bail!("e-mail do pedido {} devolvido", order.id)
}

fn any_print(order: &Order) -> anyhow::Result<u32> {
    anyhow::bail!("impressora sem papel no pedido {}", order.id)
}

fn any_context(order: &Order) -> anyhow::Result<u32> {
    use anyhow::Context;
    stock(order).with_context(|| format!("ao vender o pedido {}", order.id))
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let dsn: sentry::types::Dsn = arguments.next().unwrap().parse().unwrap();
    let release = arguments.next().unwrap();
    let n: u32 = arguments.next().unwrap().parse().unwrap();
    let mut options = sentry::ClientOptions::default();
    options.dsn = Some(dsn);
    options.release = Some(release.into());
    let guard = sentry::init(options);
    std::panic::set_hook({
        let report = std::panic::take_hook();
        Box::new(move |info| report(info))
    });
    let order = Order { id: n, items: vec![], bank: None };
    let other = Order { id: n, items: vec![], bank: Some("237") };
    let panics: [(&str, fn(&Order) -> u32, &Order); 9] = [
        ("index", first_item, &order),
        ("unwrap", bank, &order),
        ("panic-bank", validate, &order),
        ("panic-items", validate, &other),
        ("expect", parse, &order),
        ("divide", divide, &order),
        ("closure", closure, &order),
        ("generic-text", generic_text, &order),
        ("generic-number", generic_number, &order),
    ];
    for (name, action, order) in panics {
        sentry::configure_scope(|scope| scope.set_tag("case", name));
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| println!("{}", action(order))));
    }
    let errors: [(&str, fn(&Order) -> Result<u32, ShopError>); 3] = [("stock", stock), ("bank", ask_bank), ("cash", ask_cash)];
    for (name, action) in errors {
        sentry::configure_scope(|scope| scope.set_tag("case", name));
        sentry::capture_error(&action(&order).unwrap_err());
    }
    let anys: [(&str, fn(&Order) -> anyhow::Result<u32>); 3] = [("any-mail", any_mail), ("any-print", any_print), ("any-context", any_context)];
    for (name, action) in anys {
        sentry::configure_scope(|scope| scope.set_tag("case", name));
        sentry::integrations::anyhow::capture_anyhow(&action(&order).unwrap_err());
    }
    for (name, text) in [("message-stock", format!("Estoque {n} vazio")), ("message-refused", "Pagamento recusado".into())] {
        sentry::configure_scope(|scope| scope.set_tag("case", name));
        sentry::capture_message(&text, sentry::Level::Warning);
    }
    guard.flush(Some(std::time::Duration::from_secs(5)));
}
