# What languages.sh asks of sentry-ruby: ruby.rb DSN CERTIFICATE COUNT. See there.
require 'sentry-ruby'

dsn, certificate, count = ARGV
Sentry.init do |config|
  config.dsn = dsn
  config.environment = 'staging'
  config.release = 'loja@1.4.2'
  config.background_worker_threads = 0 # an event is sent before its id is returned
  config.transport.timeout = 60
  config.transport.open_timeout = 60
  config.transport.ssl_ca_file = certificate
  config.logger = Logger.new(nil)
end

def total(cart)
  cart.fetch(:itens).size
end

def checkout(number)
  total({ id: number })
rescue KeyError
  raise 'a compra falhou'
end

def whole
  Sentry.set_user(id: '42', email: 'maria@example.com')
  Sentry.set_tags(loja: 'centro')
  begin
    checkout(7)
  rescue RuntimeError => error
    puts "chain #{Sentry.capture_exception(error).event_id}"
  end
  puts "message #{Sentry.capture_message('Estoque 17 vazio', level: :warning).event_id}"
  Sentry.with_scope do |scope|
    scope.set_extra(:estado, (0...8000).map { |n| { item: n, peso: 1 } })
    total({})
  rescue KeyError => error
    puts "big #{Sentry.capture_exception(error).event_id}"
  end
end

whole if count == '0'
count.to_i.times { |n| Sentry.capture_message("Mensagem #{n}") }
