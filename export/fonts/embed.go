package fonts

import (
	_ "embed"
	"strings"
	"sync"
)

// Strings and not byte slices: the linker keeps them read-only, and nothing is
// copied before a glyph is read.
var (
	//go:embed notoserif.ttf
	notoSerif string
	//go:embed notosans.ttf
	notoSans string
)

// Each is read once, when it is first asked for, and serves every set.
var (
	serif = sync.OnceValue(func() *Face { return embedded(notoSerif) })
	sans  = sync.OnceValue(func() *Face { return embedded(notoSans) })
)

// embedded reads one of the two fonts that are always there.
func embedded(data string) *Face {
	f, err := Parse(strings.NewReader(data), int64(len(data)))
	if err != nil {
		panic("fonts: an embedded font is damaged: " + err.Error()) // a test reads both
	}
	return f
}
