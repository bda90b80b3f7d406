package main

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"canongate/config"
	"canongate/policies/imports"
	"canongate/policies/reconcile"
)

// makeImports makes what reads files about money. It begins to work, and goes on with
// what was interrupted, when a configuration is in service: that says how a file is read.
func (p *program) makeImports(c config.Config) (err error) {
	p.imports, err = imports.New(imports.Options{
		Journal: p.journal, Dir: importsDir(c.Journal), Limits: importLimits(c), Settings: p.importSettings,
		Logger: p.telemetry.logger,
	})
	return err
}

// importsDir is where files lie while they are read: beside a SQLite journal, so that
// a restart finds them, and else where the system keeps what does not last.
func importsDir(o config.JournalOptions) string {
	if o.Driver != "sqlite" {
		return filepath.Join(cmp.Or(os.Getenv("STATE_DIRECTORY"), os.TempDir()), "canongate-imports")
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(o.DSN, "file:"), "?")
	return path + "-imports"
}

func importLimits(c config.Config) reconcile.Limits {
	bytes, lines := c.ImportLimits()
	return reconcile.Limits{Bytes: bytes, Lines: lines}
}

// importSettings are those of a connection of the configuration in service.
func (p *program) importSettings(connection string) (imports.Settings, bool) {
	serving := p.serving.Load()
	if serving == nil {
		return imports.Settings{}, false
	}
	o, known := serving.config.Connections[connection]
	return importSettings(serving.config, o), known
}

// rateClasses are those of a connection of the configuration in service.
func (p *program) rateClasses(connection string) reconcile.RateClasses {
	serving := p.serving.Load()
	if serving == nil {
		return reconcile.RateClasses{}
	}
	return serving.config.Connections[connection].Reconciliation.ReturnRates
}

func importSettings(c config.Config, o config.Connection) imports.Settings {
	return imports.Settings{CompanyIDs: o.Reconciliation.CompanyIDs, CSV: o.Reconciliation.CSV, AbsentAfter: c.AbsentAfter()}
}
