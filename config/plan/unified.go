package plan

import (
	"fmt"
	"strings"
)

// around is how many lines that are the same are shown around what differs.
const around = 3

// mostCells bounds the table that lines are compared in. Beyond it what differs is
// shown as one block.
const mostCells = 4 << 20

// line is one of a comparison: of both texts, of the old or of the new one.
type line struct {
	mark byte // ' ', '-' or '+'
	text string
}

// Unified shows what differs between two texts, line by line, as diff -u does. It is
// empty where nothing does.
func Unified(before, after string) string {
	lines := compareLines(splitLines(before), splitLines(after))
	shown := make([]bool, len(lines))
	for i, l := range lines {
		if l.mark != ' ' {
			for j := max(0, i-around); j <= min(len(lines)-1, i+around); j++ {
				shown[j] = true
			}
		}
	}
	var out strings.Builder
	atOld, atNew := 1, 1
	for i := 0; i < len(lines); {
		if !shown[i] {
			atOld, atNew = atOld+1, atNew+1
			i++
			continue
		}
		end := i
		for end < len(lines) && shown[end] {
			end++
		}
		atOld, atNew = writeHunk(&out, lines[i:end], atOld, atNew)
		i = end
	}
	return out.String()
}

// writeHunk writes lines that stand together, and gives where both texts go on.
func writeHunk(out *strings.Builder, lines []line, atOld, atNew int) (nextOld, nextNew int) {
	nextOld, nextNew = atOld, atNew
	for _, l := range lines {
		if l.mark != '+' {
			nextOld++
		}
		if l.mark != '-' {
			nextNew++
		}
	}
	fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", atOld, nextOld-atOld, atNew, nextNew-atNew)
	for _, l := range lines {
		out.WriteByte(l.mark)
		out.WriteString(l.text)
		out.WriteByte('\n')
	}
	return nextOld, nextNew
}

func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// compareLines finds the longest lines in common.
func compareLines(before, after []string) (lines []line) {
	add := func(mark byte, texts []string) {
		for _, text := range texts {
			lines = append(lines, line{mark, text})
		}
	}
	head := 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < min(len(before), len(after))-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	add(' ', before[:head])
	a, b := before[head:len(before)-tail], after[head:len(after)-tail]
	if len(a)*len(b) > mostCells {
		add('-', a)
		add('+', b)
	} else {
		for common := commonLengths(a, b); len(a) > 0 || len(b) > 0; {
			switch {
			case len(a) > 0 && len(b) > 0 && a[0] == b[0]:
				add(' ', a[:1])
				a, b = a[1:], b[1:]
			case len(b) == 0 || len(a) > 0 && common[len(a)-1][len(b)] >= common[len(a)][len(b)-1]:
				add('-', a[:1])
				a = a[1:]
			default:
				add('+', b[:1])
				b = b[1:]
			}
		}
	}
	add(' ', before[len(before)-tail:])
	return lines
}

// commonLengths says for the last i lines of a and the last j of b how many they have in
// common, in the same order.
func commonLengths(a, b []string) [][]int32 {
	common := make([][]int32, len(a)+1)
	common[0] = make([]int32, len(b)+1)
	for i := 1; i <= len(a); i++ {
		common[i] = make([]int32, len(b)+1)
		for j := 1; j <= len(b); j++ {
			if a[len(a)-i] == b[len(b)-j] {
				common[i][j] = common[i-1][j-1] + 1
			} else {
				common[i][j] = max(common[i-1][j], common[i][j-1])
			}
		}
	}
	return common
}
