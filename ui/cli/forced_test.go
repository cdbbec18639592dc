package cli

import (
	"slices"
	"strings"
	"testing"

	"nianbao/ui/backend"
)

func TestAsked(t *testing.T) {
	for line, want := range map[string][]string{
		"nianbao export 侯集镇-2025 -f docx -o -": {"export", "侯集镇-2025", "-f", "docx", "-o", "-"},
		"/usr/local/bin/nianbao list":          {"list"},
		"list --json":                          {"list", "--json"},
		"nianbao":                              {},
		"  ":                                   nil,
		"nianbao --version":                    {"--version"},
		"help export":                          {"help", "export"},
		`set a 'x=1' --reason "他说 \"好\" \a"`:         {"set", "a", "x=1", "--reason", `他说 "好" \a`},
		`set a --reason 'a;b|c&d<e>f$(g)` + "\n`h`'": {"set", "a", "--reason", "a;b|c&d<e>f$(g)\n`h`"},
		`show a\ b ""`:                  {"show", "a b", ""},
		`show a"b"'c'd`:                 {"show", "abcd"},
		`show "a;b(c)"`:                 {"show", "a;b(c)"},
		`show "\$a\\"`:                  {"show", `$a\`},
		"show a\\\nb":                   {"show", "ab"},
		`show '\'`:                      {"show", `\`},
		"show\t a*?[b]~ \t":             {"show", "a*?[b]~"},
		"nianbao nianbao list":          nil,
		"--data /x list":                {"--data", "/x", "list"},
		`"nian"bao li\st`:               {"list"},
		"show \\$a":                     {"show", "$a"},
		`nianbao text a 1 --file "a b"`: {"text", "a", "1", "--file", "a b"},
	} {
		got, err := asked(line)
		if line == "nianbao nianbao list" {
			if err == nil {
				t.Errorf("%q: %q", line, got)
			}
			continue
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q %v, want %q", line, got, err, want)
		}
	}
}

func TestAskedRefused(t *testing.T) {
	for line, want := range map[string]string{
		"nianbao list; cat /etc/passwd":    "「;」",
		"nianbao list && sh":               "「&」",
		"nianbao list | sh":                "「|」",
		"nianbao list > x":                 "「>」",
		"nianbao list < x":                 "「<」",
		"nianbao show $HOME":               "「$」",
		"nianbao show $(id)":               "「$」",
		`nianbao show "$(id)"`:             "「$」",
		"nianbao show `id`":                "「`」",
		"nianbao show \"`id`\"":            "「`」",
		"nianbao list\nid":                 "换行",
		"nianbao list\rid":                 "换行",
		"(id)":                             "「(」",
		"nianbao show {a,b}":               "「{」",
		"nianbao show 'a":                  "只有一半",
		`nianbao show "a`:                  "只有一半",
		`nianbao show a\`:                  "多了一个",
		"/usr/lib/openssh/sftp-server":     "不能运行「/usr/lib/openssh/sftp-server」",
		"internal-sftp":                    "不能运行「internal-sftp」",
		"scp -t /tmp/x":                    "不能运行「scp」",
		"/bin/sh":                          "不能运行「/bin/sh」",
		"sh -c id":                         "不能运行「sh」",
		"git-upload-pack 'x'":              "不能运行「git-upload-pack」",
		"X=1 nianbao list":                 "不能运行「X=1」",
		"--data x sh":                      "不能运行",
		"nianbao-other list":               "不能运行「nianbao-other」",
		`'nianbao list'`:                   "不能运行「nianbao list」",
		"rsync --server --sender . /etc/x": "不能运行「rsync」",
	} {
		words, err := asked(line)
		if err == nil || !strings.Contains(err.Error(), want) || backend.Hint(err) == "" || statusOf(err) != statusUsage {
			t.Errorf("%q: %q %v, want %s", line, words, err, want)
		}
	}
}
