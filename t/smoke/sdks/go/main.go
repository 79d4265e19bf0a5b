// What languages.sh asks of sentry-go: DSN CERTIFICATE COUNT. See there.
package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/getsentry/sentry-go"
)

var errEmpty = errors.New("o carrinho não tem itens")

func total(id int) error { return fmt.Errorf("carrinho %d: %w", id, errEmpty) }

func checkout(id int) error { return fmt.Errorf("a compra falhou: %w", total(id)) }

func start(dsn, certificate string) error {
	pem, err := os.ReadFile(certificate)
	if err != nil {
		return err
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(pem)
	return sentry.Init(sentry.ClientOptions{Dsn: dsn, CaCerts: trusted, Environment: "staging", Release: "loja@1.4.2"})
}

func big() {
	state := make([]map[string]interface{}, 8000)
	for n := range state {
		state[n] = map[string]interface{}{"item": n, "peso": 1}
	}
	sentry.WithScope(func(scope *sentry.Scope) {
		scope.SetExtra("estado", state)
		fmt.Println("big", *sentry.CaptureException(total(9)))
	})
}

func whole() {
	sentry.ConfigureScope(func(scope *sentry.Scope) {
		scope.SetUser(sentry.User{ID: "42", Email: "maria@example.com"})
		scope.SetTag("loja", "centro")
	})
	fmt.Println("chain", *sentry.CaptureException(checkout(7)))
	sentry.WithScope(func(scope *sentry.Scope) {
		scope.SetLevel(sentry.LevelWarning)
		fmt.Println("message", *sentry.CaptureMessage("Estoque 17 vazio"))
	})
	big()
}

func main() {
	count, err := strconv.Atoi(os.Args[3])
	if err == nil {
		err = start(os.Args[1], os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if count == 0 {
		whole()
	}
	for n := 0; n < count; n++ {
		sentry.CaptureMessage(fmt.Sprintf("Mensagem %d", n))
		sentry.Flush(5 * time.Second)
	}
	sentry.Flush(20 * time.Second)
}
