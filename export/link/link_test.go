package link

import (
	"strings"
	"testing"
)

func TestParts(t *testing.T) {
	for text, want := range map[string]string{
		"":            "",
		"没有网址，只有 www": "没有网址，只有 www",
		"详见https://www.example.gov.cn/a_b/1.html?x=1&y=%20#z，下同": "详见|<https://www.example.gov.cn/a_b/1.html?x=1&y=%20#z>|，下同",
		"http://a.cn.":                     "<http://a.cn>|.",
		"(see HTTP://a.cn/x)和http://b.cn/": "(see |<HTTP://a.cn/x>|)和|<http://b.cn/>",
		"http://a.cn/第一(2)":                "<http://a.cn/>|第一(2)",
		"http://a.cn/x(2)。":                "<http://a.cn/x(2)>|。",
		"https://":                         "https://",
		"http://a.cn/x<b>":                 "<http://a.cn/x>|<b>",
	} {
		var parts []string
		for part, is := range Parts(text) {
			if is {
				part = "<" + part + ">"
			}
			parts = append(parts, part)
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}
