package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net"

	"canongate/config"
)

// printStartup prints a line for each listener and, for a quickstart, a first request.
func printStartup(out io.Writer, c config.Config, public, admin net.Addr) {
	scheme := "http"
	if c.Server.TLS.CertFile != "" {
		scheme = "https"
	}
	api := scheme + "://" + public.String()
	fmt.Fprintf(out, "api      %s/v1\n", api)
	fmt.Fprintf(out, "admin    http://%s\n", admin)
	if !c.HasDemoKey() {
		return
	}
	fmt.Fprintf(out, "docs     %s/docs\n", api)
	fmt.Fprintf(out, "console  http://%s/console/\n", admin)
	fmt.Fprintf(out, "key      %s\n\n", config.DemoKey)
	fmt.Fprintf(out, "curl -sS %s/v1/customers -H 'Authorization: Bearer %s' -H 'Idempotency-Key: %s' "+
		"-H 'Content-Type: application/json' -d '%s'\n", api, config.DemoKey, rand.Text(), demoCustomer)
}

// demoCustomer is an invented person whom the quickstart's vendor takes.
const demoCustomer = `{"name":{"given_name":"Noor","family_name":"Haddadin"},"birthdate":"1990-04-12","gender":"female",` +
	`"nationalities":["JO"],"country_of_residence":"AE","phones":[{"number":"+971500000199","type":"mobile","primary":true}],` +
	`"identifiers":[{"type":"emirates_id","number":"784199048372157"}]}`
