package cli

import (
	"slices"
	"testing"

	"nianbao/model"
	"nianbao/ui/backend"
)

func TestForced(t *testing.T) {
	for line, want := range map[string][]string{
		"nianbao":                     {},
		"  nianbao list ":             {"list"},
		"/usr/local/bin/nianbao list": {"list"},
		"list --json":                 {"list", "--json"},
		"--version":                   {"--version"},
		"help set":                    {"help", "set"},
		"":                            nil,
		`nianbao set 侯集镇 3=5 --reason '漏登; 一件'`: {"set", "侯集镇", "3=5", "--reason", "漏登; 一件"},
		`nianbao show "侯集 镇" ''`:                {"show", "侯集 镇", ""},
		`nianbao show a\ b c\;d "e\"f\g\$"`:     {"show", "a b", "c;d", `e"f\g$`},
		`nianbao show a'b'"c"`:                  {"show", "abc"},
		`nianbao show *.docx # ~ {a,b}`:         {"show", "*.docx", "#", "~", "{a,b}"},
	} {
		got, err := forced(line)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q gives %q, %v; want %q", line, got, err, want)
		}
	}
	for _, line := range []string{"nianbao list; cat /etc/passwd", "nianbao list | sh", "nianbao list && id", "nianbao show > /tmp/x", "nianbao show < x",
		"nianbao show $(id)", "nianbao show `id`", `nianbao show "$(id)"`, "nianbao show \"`id`\"", "nianbao show $HOME", "nianbao list\nid", "(nianbao list)",
		"nianbao show 'a", `nianbao show "a`, `nianbao show a\`, "scp -t /tmp", "/usr/lib/openssh/sftp-server", "sh -c id", "/bin/sh", "git-upload-pack x", "''", "internal-sftp"} {
		if got, err := forced(line); backend.Code(err) != model.CodeUsage || backend.Hint(err) == "" {
			t.Errorf("%q gives %q, %v", line, got, err)
		}
	}
}
