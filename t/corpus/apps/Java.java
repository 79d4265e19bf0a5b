// An application of Java: DSN RELEASE NUMBER. Needs io.sentry:sentry and org.springframework:spring-context.
package loja;

import io.sentry.Sentry;
import io.sentry.SentryLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.aop.framework.ProxyFactory;

public class Java {
  record Order(int id, List<Integer> items, String client, String bank) {}

  static class StockException extends Exception {
    StockException(int product) { super("produto " + product + " em falta"); }
  }

  interface Action { void run(Order order) throws Exception; }

  // --- the application --- (lines that end in @1 or @2 are only in that release)

  static final List<String> audit = new ArrayList<>(); // @2

  static void validate(Order order) {
    if (order.client == null) throw new RuntimeException("pedido " + order.id + " sem cliente");
    audit.add("client"); // @2
    if (order.items == null) throw new RuntimeException("pedido " + order.id + " sem itens");
  }

  static void check(Order order) {
    if (order.client == null) throw new IllegalArgumentException("pedido " + order.id + " sem cliente");
    audit.add("client"); // @2
    if (order.items == null) throw new IllegalArgumentException("pedido " + order.id + " sem itens");
  }

  static int total(Order order) {
    audit.add("total"); // @2
    return order.items.size();
  }

  static void sell(Order order) throws StockException { throw new StockException(order.id); }

  static void number(Order order) { Integer.parseInt(order.id + "x"); }

  static void charge(Order order) throws Exception {
    audit.add("charge"); // @2
    if (order.bank != null) sell(order);
    number(order);
  }

  static void checkout(Order order) {
    try {
      charge(order);
    } catch (Exception cause) {
      throw new IllegalStateException("a compra falhou", cause);
    }
  }

  static void index(Order order) { System.out.println(List.of(1, 2).get(order.id)); }

  static void cast(Order order) {
    Object some = order.id;
    audit.add("cast"); // @2
    System.out.println((String) some);
  }

  static void divide(Order order) { System.out.println(order.id / audit(0)); }

  static int audit(int value) { return value; }

  static void file(Order order) throws Exception { Files.readString(Path.of("/srv/loja/pedidos/" + order.id + ".json")); }

  static void lambda(Order order) {
    List.of(3, 4).forEach(item -> audit.add("item " + item)); // @2
    List.of(1, 2).forEach(item -> {
      if (item > 1) throw new IllegalStateException("item " + item + " do pedido " + order.id);
    });
  }

  static void stream(Order order) {
    System.out.println(List.of("1", order.id + "x").stream().map(Integer::valueOf).toList());
  }

  static void inner(Order order) {
    new Object() {
      void run() { throw new IllegalStateException("pedido " + order.id + " sem dono"); }
    }.run();
  }

  public static class Cash {
    public void open(Order order) {
      audit.add("open"); // @2
      throw new IllegalStateException("caixa fechado para o pedido " + order.id);
    }

    public void close(Order order) { throw new IllegalStateException("sobra no caixa do pedido " + order.id); }
  }

  static Cash proxy() {
    var factory = new ProxyFactory(new Cash());
    factory.setProxyTargetClass(true);
    return (Cash) factory.getProxy();
  }

  static void missing(Order order) { Map.of().get(null); }

  static void recursion(int depth) {
    if (depth == 0) throw new IllegalStateException("fundo");
    recursion(depth - 1);
  }

  static void message(String name, String text) {
    Sentry.setTag("case", name);
    Sentry.captureMessage(text, SentryLevel.WARNING);
  }

  static void run(String name, Order order, Action action) {
    Sentry.setTag("case", name);
    try {
      action.run(order);
    } catch (Throwable error) {
      Sentry.captureException(error);
    }
  }

  public static void main(String[] arguments) {
    Sentry.init(options -> {
      options.setDsn(arguments[0]);
      options.setRelease(arguments[1]);
      options.addInAppInclude("loja");
    });
    int n = Integer.parseInt(arguments[2]);
    var order = new Order(n, null, null, null);
    var other = new Order(n, null, "ana", "237");
    var cash = proxy();
    run("line-client", order, Java::validate);
    run("line-items", other, Java::validate);
    run("typed-client", order, Java::check);
    run("typed-items", other, Java::check);
    run("null", order, Java::total);
    run("stock", order, Java::sell);
    run("chain-number", order, Java::checkout);
    run("chain-stock", other, Java::checkout);
    run("number", order, Java::number);
    run("index", order, Java::index);
    run("cast", order, Java::cast);
    run("divide", order, Java::divide);
    run("file", order, Java::file);
    run("lambda", order, Java::lambda);
    run("stream", order, Java::stream);
    run("inner", order, Java::inner);
    run("proxy-open", order, cash::open);
    run("proxy-close", order, cash::close);
    run("map", order, Java::missing);
    run("recursion", order, same -> recursion(3 + n % 40));
    message("message-stock", "Estoque " + n + " vazio");
    message("message-refused", "Pagamento recusado");
    message("message-uuid", "Sessão " + UUID.randomUUID() + " perdida");
    message("message-object", "Fila java.lang.Object@" + Integer.toHexString(n * 7919 + 0x1a2b3c4) + " cheia");
    Sentry.flush(5000);
    System.exit(0);
  }
}
