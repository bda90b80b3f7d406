package scorecard

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// ParseWindow reads how far back a scorecard goes: 1h, 24h, 7d. Its error never holds
// the text.
func ParseWindow(text string) (time.Duration, error) {
	window, err := time.ParseDuration(text)
	if days, found := strings.CutSuffix(text, "d"); found {
		var n int
		n, err = strconv.Atoi(days)
		window = time.Duration(min(max(n, 0), 1000)) * day
	}
	if err != nil || window < time.Hour || window > MaxWindow {
		return 0, errors.New("must be from 1h to 7d")
	}
	return window, nil
}

// windowText is the shortest form: 7d, 36h.
func windowText(window time.Duration) string {
	switch {
	case window%day == 0:
		return strconv.Itoa(int(window/day)) + "d"
	case window%time.Hour == 0:
		return strconv.Itoa(int(window/time.Hour)) + "h"
	}
	return window.String()
}
