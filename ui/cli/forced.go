package cli

import (
	"path"
	"slices"
	"strings"

	"nianbao/ui/backend"
)

// forced are the arguments in a command line that somebody has sent over ssh to
// an account that may run nothing else (sshd's ForceCommand). Quotes and
// backslashes are a shell's; nothing else of a shell's is done.
func forced(line string) ([]string, error) {
	words, err := splitWords(line)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 && path.Base(words[0]) == "nianbao" {
		return words[1:], nil
	}
	ours := func(name string) bool {
		if name == "help" || strings.HasPrefix(name, "-") {
			return true
		}
		return slices.ContainsFunc(commands(), func(c command) bool { return c.name == name })
	}
	if len(words) > 0 && !ours(words[0]) {
		return nil, backend.Usage("例：ssh 服务器 nianbao list；取文件：ssh 服务器 nianbao export 报告 -o - > 文件.docx", "这个账号只能运行 nianbao，没有运行「%s」", words[0])
	}
	return words, nil
}

// refusedInWords are what a shell would take for more than letters.
const refusedInWords = ";|&<>$`()\n\r"

// splitWords splits a line into words as a shell does.
func splitWords(line string) (words []string, err error) {
	var word strings.Builder
	begun := false // a word, which may be empty: ''
	quote := rune(0)
	escaped := false
	for _, r := range line {
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("\"\\$`", r) {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == '\'', quote == '"' && r != '$' && r != '`':
			word.WriteRune(r)
		case strings.ContainsRune(refusedInWords, r):
			return nil, backend.Usage("一次只运行一个 nianbao 命令；要用这个字符本身，写在单引号里", "命令里有「%s」，这里不是 shell，没有运行", strings.Trim(string(r), "\r\n"))
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ' || r == '\t':
			if begun || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
		}
	}
	if quote != 0 || escaped {
		return nil, backend.Usage("引号要成对", "命令没有写完，没有运行")
	}
	if begun || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words, nil
}
