//go:build integration

package main

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// postgresDSN names a server on which the tests may make databases.
const postgresDSN = "CANONGATE_TEST_POSTGRES"

// onPostgres gives the site a database of its own, and its URL.
func (s *site) onPostgres(server string, o siteOptions) (dsn string) {
	s.t.Helper()
	if server == "" {
		s.t.Fatal(postgresDSN + " is not set; the integration tests need a PostgreSQL server")
	}
	name := "canongate_" + strings.ToLower(rand.Text()[:12])
	execute(s.t, server, "CREATE DATABASE "+name)
	s.t.Cleanup(func() { execute(s.t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	place, err := url.Parse(server)
	must(s.t, err)
	place.Path = name
	s.useDatabase(place.String(), o)
	return place.String()
}

func (s *site) useDatabase(dsn string, o siteOptions) {
	s.t.Helper()
	s.write("dsn", dsn)
	o.Journal = `{driver: postgres, dsn: "file:dsn"}`
	s.configure(o)
}

func execute(t *testing.T, dsn, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	must(t, err)
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

// ownPostgres is a server that a test may crash.
type ownPostgres struct {
	t    *testing.T
	bin  string
	data string
	port int
	as   *syscall.SysProcAttr
	cmd  *exec.Cmd
}

func newPostgres(t *testing.T) *ownPostgres {
	t.Helper()
	p := emptyPostgres(t)
	initdb := p.command("initdb", "-D", p.data, "-U", "canongate", "--auth=trust", "-E", "UTF8", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	p.start()
	return p
}

// emptyPostgres is the place for a server: a folder and a port.
func emptyPostgres(t *testing.T) *ownPostgres {
	t.Helper()
	p := &ownPostgres{t: t, bin: postgresPrograms(t), data: filepath.Join(t.TempDir(), "postgres"), port: freePort(t)}
	t.Cleanup(func() { // before it is used: databases are dropped first
		if p.cmd != nil {
			p.stop(syscall.SIGQUIT)
		}
	})
	must(t, os.Mkdir(p.data, 0o700))
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		p.becomePostgres()
	}
	return p
}

// baseBackup copies a server that runs; more are flags of pg_basebackup.
func (p *ownPostgres) baseBackup(more ...string) *ownPostgres {
	p.t.Helper()
	c := emptyPostgres(p.t)
	copied := c.command("pg_basebackup", append([]string{"-d", p.dsn(), "-D", c.data, "-X", "stream", "-c", "fast", "--no-sync"}, more...)...)
	if out, err := copied.CombinedOutput(); err != nil {
		p.t.Fatalf("pg_basebackup: %v\n%s", err, out)
	}
	return c
}

// write adds to a file in the folder of the server.
func (p *ownPostgres) write(name, content string) {
	p.t.Helper()
	path := filepath.Join(p.data, name)
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	must(p.t, err)
	defer file.Close()
	_, err = file.WriteString(content)
	must(p.t, err)
	if p.as != nil {
		must(p.t, os.Chown(path, int(p.as.Credential.Uid), int(p.as.Credential.Gid)))
	}
}

// takeOver starts the server in the place of another, which is crashed.
func (p *ownPostgres) takeOver(from *ownPostgres) {
	p.t.Helper()
	from.stop(syscall.SIGQUIT)
	if p.cmd != nil {
		p.stop(syscall.SIGINT)
	}
	p.port = from.port
	p.start()
}

// ask gives the text that a query has.
func (p *ownPostgres) ask(query string) (text string) {
	p.t.Helper()
	db, err := sql.Open("pgx", p.dsn())
	must(p.t, err)
	defer db.Close()
	must(p.t, db.QueryRow(query).Scan(&text))
	return text
}

// postgresPrograms finds the folder; Debian keeps it below the version.
func postgresPrograms(t *testing.T) string {
	t.Helper()
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin"); err == nil && len(found) > 0 {
		return slices.Max(found)
	}
	found, err := exec.LookPath("initdb")
	if err != nil {
		t.Fatal("PostgreSQL is not installed")
	}
	return filepath.Dir(found)
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func (p *ownPostgres) becomePostgres() {
	p.t.Helper()
	account, err := user.Lookup("postgres")
	must(p.t, err)
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	must(p.t, err)
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	must(p.t, err)
	must(p.t, os.Chown(p.data, int(uid), int(gid)))
	must(p.t, os.Chmod(filepath.Dir(filepath.Dir(p.data)), 0o711)) // the test's own folder, which nobody else may enter
	p.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func (p *ownPostgres) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = p.data, p.as
	return cmd
}

func (p *ownPostgres) dsn() string {
	return fmt.Sprintf("postgres://canongate@127.0.0.1:%d/postgres?sslmode=disable", p.port)
}

func (p *ownPostgres) start() {
	p.t.Helper()
	p.cmd = p.command("postgres", "-D", p.data, "-p", strconv.Itoa(p.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
	must(p.t, p.cmd.Start())
	db, err := sql.Open("pgx", p.dsn())
	must(p.t, err)
	defer db.Close()
	eventually(p.t, "PostgreSQL serves", func() bool { return db.Ping() == nil })
}

// stop ends the server: SIGQUIT as a crash would, SIGINT in good order.
func (p *ownPostgres) stop(signal syscall.Signal) {
	_ = p.cmd.Process.Signal(signal) // it may have ended
	_ = p.cmd.Wait()                 // likewise
}

// The database's disk is full, or it has become a standby: as with a file, only
// writes are refused.
func TestReadOnlyPostgresStopsPaymentsBeforeTheVendor(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	server := os.Getenv(postgresDSN)
	dsn := s.onPostgres(server, siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	before := g.mustPay(t, p, "before").decode(t)
	place, err := url.Parse(dsn)
	must(t, err)
	name := strings.TrimPrefix(place.Path, "/")
	readOnly := func(on string) {
		execute(t, server, "ALTER DATABASE "+name+" SET default_transaction_read_only = "+on)
		execute(t, server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+name+"'")
	}
	readOnly("on")
	for range 3 {
		answer := g.mustPay(t, p, "meanwhile")
		if told := answer.decode(t); answer.status != http.StatusServiceUnavailable || told.Code != "journal_unavailable" || told.Outcome != "not_sent" {
			t.Errorf("read-only: %d %s", answer.status, answer.body)
		}
	}
	g.mustGet(t, "/v1/payments/"+before.ID)
	if ready, err := g.get(t.Context(), "/readyz"); err != nil || ready.status != http.StatusServiceUnavailable {
		t.Errorf("readyz: %d %s, %v", ready.status, ready.body, err)
	}
	readOnly("off")
	eventually(t, "payments work again", func() bool { return g.mustPay(t, p, "meanwhile").status == http.StatusCreated })
	if got := s.executed(); got["meanwhile"] != 1 || len(got) != 2 {
		t.Errorf("the vendor executed %v", got)
	}
}

func TestPostgresDumpHoldsNothingPersonalInClear(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	dsn := s.onPostgres(os.Getenv(postgresDSN), siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	for key, call := range map[string][2]string{
		"link": {"/v1/customers/" + p.customer + "/bank_accounts", `{"link_method":"account_numbers","institution_name":"Bank of Planting",
			"holder":{"name":"Zephyrine Quill","phone":"+12025550186","email":"zephyrine@example.com","address_text":"9 Plantation Row"},
			"account_type":"checking","account_number":"880055443322","routing_number":"123456780"}`},
		"person":  {"/v1/customers/references", `{"vendor_ids":{"customer_account_id":"c0000000-0000-4000-8000-000000000001"},"external_reference":"zephyrine-77"}`},
		"otp":     {"/v1/verifications", `{"method":"email_otp","email":"zephyrine@example.com"}`},
		"pay":     {"/v1/payments", p.draft("Zephyrine Quill authorizes this")},
		"invalid": {"/v1/payments", p.draft("Zephyrine Quill authorizes nothing") + "x"},
	} {
		if answer, err := g.post(t.Context(), call[0], key, call[1]); err != nil || answer.status != http.StatusCreated && key != "invalid" {
			t.Fatalf("%s: %d %s, %v", key, answer.status, answer.body, err)
		}
	}
	dump, err := exec.Command(filepath.Join(postgresPrograms(t), "pg_dump"), dsn).Output()
	must(t, err)
	if !strings.Contains(string(dump), p.customer) {
		t.Fatal("what is in clear was not found either: the test looks in the wrong place")
	}
	for _, canary := range []string{
		"Zephyrine", "12025550186", "Plantation", "880055443322", "sample.wallet", "192.0.2.7", aKey,
	} {
		for form, text := range map[string]string{"in clear": canary, "in hexadecimal": fmt.Sprintf("%x", canary)} {
			if strings.Contains(strings.ToLower(string(dump)), strings.ToLower(text)) {
				t.Errorf("%s stands %s in the dump", canary, form)
			}
		}
	}
}
