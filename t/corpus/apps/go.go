// An application of Go: DSN RELEASE NUMBER. Build it in GOPATH mode with Debian's package, or with a go.mod.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/getsentry/sentry-go"
	pkgerrors "github.com/pkg/errors"
)

// --- the application --- (lines that end in @1 or @2 are only in that release)

var audit []string // @2

type order struct {
	id    int
	items []int
	bank  string
}

type stockError struct{ product int }

func (e *stockError) Error() string { return fmt.Sprintf("produto %d em falta", e.product) }

var errBusy = errors.New("banco ocupado")
var errClosed = errors.New("caixa fechado")

func openCash() error { return errClosed }

func askBank() error {
	audit = append(audit, "bank") // @2
	return errBusy
}

func sell(o *order) error { return &stockError{o.id} }

func wrapBank(o *order) error { return fmt.Errorf("pedido %d: %w", o.id, askBank()) }

func wrapCash(o *order) error { return fmt.Errorf("pedido %d: %w", o.id, openCash()) }

func wrapStock(o *order) error { return fmt.Errorf("pedido %d: %w", o.id, sell(o)) }

func both(o *order) error { return errors.Join(askBank(), sell(o)) } // modules

func validate(o *order) error {
	if o.bank == "" {
		return pkgerrors.New("pedido sem banco")
	}
	audit = append(audit, "items") // @2
	return pkgerrors.New("pedido sem itens")
}

func audited(o *order) error {
	audit = append(audit, "audited") // @2
	return pkgerrors.Wrap(sell(o), "auditoria")
}

func first(o *order) error {
	audit = append(audit, "first") // @2
	if o.items[o.id] > 0 {
		return nil
	}
	return nil
}

func pointer(o *order) error {
	var none *order
	return first(none)
}

func table(o *order) error {
	var prices map[string]int
	prices[strconv.Itoa(o.id)] = 1
	return nil
}

func assertion(o *order) error {
	var any interface{} = o.id
	_ = any.(string)
	return nil
}

func divide(o *order) error {
	audit = append(audit, "divide") // @2
	fmt.Println(o.id / len(o.items))
	return nil
}

func closure(o *order) error {
	check := func() { panic(fmt.Sprintf("pedido %d sem dono", o.id)) }
	check()
	return nil
}

func closures(o *order) error {
	log := func() { audit = append(audit, "x") } // @2
	log()                                        // @2
	check := func(items []int) int { return items[o.id] }
	check(o.items)
	return nil
}

func number(o *order) error {
	_, err := strconv.Atoi(fmt.Sprintf("%dx", o.id))
	return err
}

func syntax(o *order) error {
	return json.Unmarshal([]byte(fmt.Sprintf("{\"id\":%d", o.id)), &map[string]int{})
}

func missing(o *order) error {
	_, err := os.ReadFile(fmt.Sprintf("/srv/loja/pedidos/%d.json", o.id))
	return err
}

func directory(o *order) error {
	_, err := os.ReadFile("/srv")
	return err
}

func late(o *order) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}

// --- reporting, as a server does in one place ---

func handle(o *order, action func(*order) error) {
	defer func() {
		if fault := recover(); fault != nil {
			sentry.CurrentHub().Recover(fault)
		}
	}()
	if err := action(o); err != nil {
		sentry.CaptureException(err)
	}
}

func message(text string) func(*order) error {
	return func(*order) error {
		sentry.CaptureMessage(text)
		return nil
	}
}

func fingerprinted(o *order) error {
	sentry.WithScope(func(scope *sentry.Scope) {
		scope.SetFingerprint([]string{"caixa", "loja-7"})
		sentry.CaptureMessage(fmt.Sprintf("Caixa %d travado", o.id))
	})
	return nil
}

func main() {
	n, _ := strconv.Atoi(os.Args[3])
	if err := sentry.Init(sentry.ClientOptions{Dsn: os.Args[1], Release: os.Args[2], AttachStacktrace: len(os.Args) > 4}); err != nil {
		panic(err)
	}
	for _, at := range []struct {
		name   string
		bank   string
		action func(*order) error
	}{
		{"new-bank", "", func(o *order) error { return askBank() }},
		{"new-cash", "", func(o *order) error { return openCash() }},
		{"stock", "", sell},
		{"wrap-bank", "", wrapBank},
		{"wrap-cash", "", wrapCash},
		{"wrap-stock", "", wrapStock},
		{"join", "", both}, // modules
		{"pkg-bank", "", validate},
		{"pkg-items", "237", validate},
		{"pkg-wrap", "", audited},
		{"index", "", first},
		{"nil", "", pointer},
		{"map", "", table},
		{"assertion", "", assertion},
		{"divide", "", divide},
		{"panic-text", "", closure},
		{"closure", "", closures},
		{"number", "", number},
		{"syntax", "", syntax},
		{"file", "", missing},
		{"file-directory", "", directory},
		{"deadline", "", late},
		{"message-stock", "", message(fmt.Sprintf("Estoque %d vazio", n))},
		{"message-refused", "", message("Pagamento recusado")},
		{"message-duration", "", message(fmt.Sprintf("Consulta levou %.3fs", float64(n)/7))},
		{"message-address", "", message(fmt.Sprintf("dial tcp 10.0.0.%d:%d: connection reset by peer", n%250, 30000+n%1000))},
		{"fingerprint", "", fingerprinted},
	} {
		sentry.ConfigureScope(func(scope *sentry.Scope) { scope.SetTag("case", at.name) })
		handle(&order{id: n, bank: at.bank}, at.action)
	}
	sentry.Flush(5 * time.Second)
}
