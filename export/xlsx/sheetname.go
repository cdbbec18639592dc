package xlsx

import (
	"strconv"
	"strings"
)

// quoteSheet is a sheet's name as formulas write it.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// maxSheetName is how long the name of a sheet may be.
const maxSheetName = 31

// sheetName makes a name that a sheet may bear and no other sheet bears yet.
func (b *book) sheetName(name string) string {
	rs := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return -1
		}
		return r
	}, line(name)), "' "))
	if len(rs) == 0 {
		rs = []rune("表")
	}
	unique := string(rs[:min(len(rs), maxSheetName)])
	for i := 2; b.names[strings.ToLower(unique)]; i++ {
		tail := strconv.Itoa(i)
		unique = string(rs[:min(len(rs), maxSheetName-len(tail))]) + tail
	}
	b.names[strings.ToLower(unique)] = true
	return unique
}
