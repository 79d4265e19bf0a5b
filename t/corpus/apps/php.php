<?php
// An application of PHP: php.php DSN RELEASE NUMBER. vendor/autoload.php loads sentry/sentry.
require __DIR__ . '/vendor/autoload.php';

use function Sentry\captureException;
use function Sentry\captureMessage;
use function Sentry\configureScope;
use function Sentry\withScope;

[, $dsn, $release, $number] = $argv;
$n = (int) $number;
\Sentry\init([
    'dsn' => $dsn,
    'release' => $release,
    'in_app_exclude' => [__DIR__ . '/vendor'],
    'error_types' => E_ALL,
]);

// --- the application --- (lines that end in @1 or @2 are only in that release)

$audit = []; // @2
class StockError extends Exception
{
}

class Order
{
    public $id;
    public $client;
    public $items;
    public $bank;

    public function __construct($id, $more = [])
    {
        $this->id = $id;
        foreach ($more as $name => $value) {
            $this->$name = $value;
        }
    }

    public function total()
    {
        $audit = 'total'; // @2
        return array_sum(array_column($this->items, 'price'));
    }

    public static function restore($order)
    {
        throw new LogicException("pedido {$order->id} já existe");
    }
}

function validate($order)
{
    if (!$order->client) {
        throw new Exception("pedido {$order->id} sem cliente");
    }
    $audit = 'client'; // @2
    if (!$order->items) {
        throw new Exception("pedido {$order->id} sem itens");
    }
}

function charge($order)
{
    if ($order->bank) {
        throw new StockError("banco {$order->bank} fora do ar");
    }
    return $order->total();
}

function checkout($order)
{
    try {
        return charge($order);
    } catch (Throwable $cause) {
        throw new RuntimeException('a compra falhou', 0, $cause);
    }
}

function undefinedVariable($order)
{
    return $discount;
}

function undefinedKey($order)
{
    $prices = [];
    return $prices['produto-' . $order->id];
}

function bothWarnings($order)
{
    $prices = [];
    $first = $order->bank ? $prices['frete'] : null;
    $audit = 'both'; // @2
    return $order->bank ? null : $missing;
}

function deprecated($order)
{
    return strlen($order->client);
}

function missingFile($order)
{
    return file_get_contents("/srv/loja/pedidos/{$order->id}.xml");
}

function divide($order)
{
    return intdiv($order->id, 0);
}

function typed(int $amount)
{
    return $amount;
}

function wrongType($order)
{
    return typed("{$order->id} reais");
}

function decode($text)
{
    return json_decode($text, false, 512, JSON_THROW_ON_ERROR);
}

function eachClient($orders)
{
    return array_map(function ($order) {
        if (!$order->client) {
            throw new Exception("cliente do pedido {$order->id} não existe");
        }
        return $order;
    }, $orders);
}

function eachInvoice($orders)
{
    return array_map(function ($order) {
        $audit = 'invoice'; // @2
        throw new Exception("nota do pedido {$order->id} recusada");
    }, $orders);
}

function anonymous($order)
{
    $job = new class() {
        public function run($order)
        {
            throw new StockError("produto {$order->id} em falta");
        }
    };
    $job->run($order);
}

function total($order)
{
    return $order->total();
}

function report($text)
{
    captureMessage($text, \Sentry\Severity::warning());
}

function fingerprinted($text)
{
    withScope(function ($scope) use ($text) {
        $scope->setFingerprint(['caixa', 'loja-7']);
        captureMessage($text);
    });
}

function run($action, $arguments)
{
    try {
        $action(...$arguments);
    } catch (Throwable $error) {
        captureException($error);
    }
}

// --- the cases --- (what differs stands in their arguments, so that their stacks are equal)

$hex = hash('sha256', $number);
$cases = [
    ['line-client', 'validate', new Order($n)],
    ['line-items', 'validate', new Order($n, ['client' => 'ana'])],
    ['chain-type', 'checkout', new Order($n)],
    ['chain-bank', 'checkout', new Order($n, ['bank' => $n])],
    ['warning-variable', 'undefinedVariable', new Order($n)],
    ['warning-key', 'undefinedKey', new Order($n)],
    ['warning-first', 'bothWarnings', new Order($n, ['bank' => 1])],
    ['warning-second', 'bothWarnings', new Order($n)],
    ['warning-deprecated', 'deprecated', new Order($n)],
    ['warning-file', 'missingFile', new Order($n)],
    ['type', 'total', new Order($n)],
    ['wrong-type', 'wrongType', new Order($n)],
    ['static', 'Order::restore', new Order($n)],
    ['zero', 'divide', new Order($n)],
    ['json', 'decode', "{\"id\":{$n}x}"],
    ['closure-client', 'eachClient', [new Order($n)]],
    ['closure-invoice', 'eachInvoice', [new Order($n)]],
    ['anonymous', 'anonymous', new Order($n)],
    ['message-stock', 'report', "Estoque $n vazio"],
    ['message-refused', 'report', 'Pagamento recusado'],
    ['message-money', 'report', 'Faltam R$ ' . number_format($n * 1234.56, 2, ',', '.')],
    ['message-uuid', 'report', 'Sessão ' . substr($hex, 0, 8) . '-' . substr($hex, 8, 4) . '-4abc-8def-' . substr($hex, 12, 12) . ' perdida'],
    ['message-sqlstate', 'report', "SQLSTATE[23505]: Unique violation: chave ($n) existe"],
    ['message-sqlstate-other', 'report', "SQLSTATE[42P01]: Undefined table: chave ($n) existe"],
    ['fingerprint', 'fingerprinted', "Caixa $n travado"],
];

foreach ($cases as [$name, $action, $argument]) {
    configureScope(fn ($scope) => $scope->setTag('case', $name));
    run($action, [$argument]);
}
