# An application of Ruby: ruby.rb DSN RELEASE NUMBER
require 'digest'
require 'json'
require 'securerandom'
require 'sentry-ruby'

dsn, release, number = ARGV
N = number.to_i
Sentry.init do |config|
  config.dsn = dsn
  config.release = release
  config.background_worker_threads = 0
  config.breadcrumbs_logger = []
  config.logger = Logger.new(nil) if config.respond_to?(:logger=)
end

# --- the application --- (lines that end in @1 or @2 are only in that release)

AUDIT = [] # @2
class StockError < StandardError; end
class BankError < StandardError; end
Order = Struct.new(:id, :items, :client, :bank)

def validate(order)
  raise ArgumentError, "pedido #{order.id} sem cliente" unless order.client
  AUDIT << :client # @2
  raise ArgumentError, "pedido #{order.id} sem itens" unless order.items
end

def total(order)
  AUDIT << :total # @2
  order.items.sum { |item| item[:price] }
end

def charge(order)
  raise BankError, "banco #{order.bank} fora do ar" if order.bank
  total(order)
end

def checkout(order)
  charge(order)
rescue StandardError
  raise 'a compra falhou'
end

def open_cash(order)
  raise "caixa fechado para o pedido #{order.id}"
end

def count_stock(order)
  AUDIT << :count # @2
  raise "estoque em contagem pelo pedido #{order.id}"
end

def closings(order)
  case order.bank
  when nil then raise "pedido #{order.id} sem banco"
  else raise "pedido #{order.id} de banco desconhecido"
  end
end

def price(table, order)
  table.fetch("produto-#{order.id}")
end

def divide(order)
  order.id / 0
end

def number(order)
  Integer("#{order.id}x")
end

def read(path)
  File.read(path)
end

def parse(text)
  JSON.parse(text)
end

def each_order(orders)
  orders.each do |order|
    raise StockError, "produto #{order.id} em falta" unless order.items
  end
end

class Invoice
  def initialize(order)
    @order = order
  end

  def send!
    AUDIT << :send # @2
    raise IOError, "nota #{@order.id} recusada"
  end

  def self.cancel(order)
    raise IOError, "nota #{order.id} não pode ser cancelada"
  end
end

def dynamic(order)
  Class.new { define_method(:run) { raise StockError, "regra #{order.id} não se aplica" } }.new.run
end

def descend(depth)
  depth.zero? ? raise(StockError, 'fundo') : descend(depth - 1)
end

def report(text)
  Sentry.capture_message(text, level: :warning)
end

def fingerprinted(text)
  Sentry.with_scope do |scope|
    scope.set_fingerprint(%w[caixa loja-7])
    Sentry.capture_message(text)
  end
end

# --- the cases --- (what differs stands in their arguments, so that their stacks are equal)

digest = Digest::SHA256.hexdigest(number)
CASES = [
  ['line-client', :validate, Order.new(N)],
  ['line-items', :validate, Order.new(N, nil, 'ana')],
  ['nil', :total, Order.new(N)],
  ['nil-price', :total, Order.new(N, [{ id: N }])],
  ['chain-nil', :checkout, Order.new(N)],
  ['chain-bank', :checkout, Order.new(N, nil, nil, N)],
  ['runtime-cash', :open_cash, Order.new(N)],
  ['runtime-stock', :count_stock, Order.new(N)],
  ['runtime-bank', :closings, Order.new(N)],
  ['runtime-unknown', :closings, Order.new(N, nil, nil, 'x')],
  ['fetch', :price, {}, Order.new(N)],
  ['zero', :divide, Order.new(N)],
  ['integer', :number, Order.new(N)],
  ['file', :read, "/srv/loja/pedidos/#{N}.json"],
  ['file-directory', :read, '/srv'],
  ['json', :parse, "{\"id\": #{N}x}"],
  ['block', :each_order, [Order.new(N)]],
  ['dynamic', :dynamic, Order.new(N)],
  ['recursion', :descend, 3 + N % 40],
  ['message-stock', :report, "Estoque #{N} vazio"],
  ['message-refused', :report, 'Pagamento recusado'],
  ['message-uuid', :report, "Sessão #{SecureRandom.uuid} perdida"],
  ['message-objectid', :report, "Documento #{digest[0, 24]} não encontrado"],
  ['message-quoted', :report, "Coluna 'campo_#{digest[0, 3]}' não existe"],
  ['message-object', :report, "tabela vazia em #<Order:0x0000#{digest[0, 12]}>"],
  ['fingerprint', :fingerprinted, "Caixa #{N} travado"]
].freeze

def run(action, arguments)
  send(action, *arguments)
rescue StandardError => error
  Sentry.capture_exception(error)
end

CASES.each do |name, action, *arguments|
  Sentry.set_tags(case: name)
  run(action, arguments)
end
Sentry.set_tags(case: 'invoice-send')
begin
  Invoice.new(Order.new(N)).send!
rescue IOError => error
  Sentry.capture_exception(error)
end
Sentry.set_tags(case: 'invoice-cancel')
begin
  Invoice.cancel(Order.new(N))
rescue IOError => error
  Sentry.capture_exception(error)
end
