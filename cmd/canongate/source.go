package main

import (
	"canongate/config"

	"github.com/spf13/cobra"
)

// source is a configuration file that a command looks at.
type source struct {
	path           string
	withoutSecrets bool
}

// flags adds --config, which the command needs, and --without-secrets.
func (s *source) flags(c *cobra.Command) {
	configFlag(c, &s.path)
	c.Flags().BoolVar(&s.withoutSecrets, "without-secrets", false,
		"take every reference to a secret for a good one, where the secrets are not; ids in requests are not opened then")
}

// built is what serve would build from the file, which holds all of its problems then.
func (s source) built() (*config.File, *generation, error) {
	load := config.Load
	if s.withoutSecrets {
		load = config.LoadWithoutSecrets
	}
	file, err := load(s.path)
	if err != nil {
		return nil, nil, configurationError{err}
	}
	return file, newBuilder().build(file, 1, nil), nil
}

// generation is built, or the problems of the file.
func (s source) generation() (*config.File, *generation, error) {
	file, made, err := s.built()
	if err != nil {
		return nil, nil, err
	}
	if problems := file.Problems(); len(problems) > 0 {
		return nil, nil, problems
	}
	return file, made, nil
}
