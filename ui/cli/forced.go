package cli

import (
	"path"
	"slices"
	"strings"

	"nianbao/ui/backend"
)

// asked are the arguments of a client's command, of which sshd runs this program
// in place: its words, as a POSIX shell would split them, without the program's
// own name. There is no shell behind them, so what would mean more than itself to
// one is refused, and so is what is no command of this program.
func asked(line string) ([]string, error) {
	words, err := shellWords(line)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 && path.Base(words[0]) == "nianbao" {
		words = words[1:]
	}
	name, _ := splitCommand(words)
	known := name == "" || name == "help" || slices.ContainsFunc(commands(), func(c command) bool { return c.name == name })
	if !known {
		return nil, backend.Usage("取文件用 ssh 服务器 nianbao export 报告 -f docx -o - > 文件；用 nianbao help 看全部命令",
			"这个账号只能运行 nianbao，不能运行「%s」，也不能用 scp、sftp", words[0])
	}
	return words, nil
}

// meaning are the characters that mean something to a shell unless they are
// quoted; in double quotes only the first two still do.
const meaning = "$`;|&<>(){}\n\r"

func nameOf(c rune) string {
	if c == '\n' || c == '\r' {
		return "换行"
	}
	return "「" + string(c) + "」"
}

// shellWords splits a command line by blanks, quotes and backslashes.
func shellWords(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	begun := false // there is a word, be it empty
	var quote rune // the quotes that are open
	escaped := false
	for _, c := range line {
		special := meaning
		if quote == '"' {
			special = meaning[:2]
		}
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("$`\"\\\n", c) {
				word.WriteRune('\\')
			}
			if c != '\n' { // a line that goes on
				word.WriteRune(c)
			}
			escaped = false
		case quote == '\'' && c != quote:
			word.WriteRune(c)
		case c == quote:
			quote = 0
		case c == '\\':
			escaped, begun = true, true
		case strings.ContainsRune(special, c):
			return nil, backend.Usage("文件名、说明里要用它的，放在单引号里；一次运行一个命令", "命令里不能用%s：这里没有 shell", nameOf(c))
		case quote != 0:
			word.WriteRune(c)
		case c == '"' || c == '\'':
			quote, begun = c, true
		case c == ' ' || c == '\t':
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(c)
			begun = true
		}
	}
	switch {
	case quote != 0:
		return nil, backend.Usage("补上另一半引号", "命令里的引号「%c」只有一半", quote)
	case escaped:
		return nil, backend.Usage("去掉它，或者放在引号里", "命令末尾多了一个「\\」")
	case begun:
		words = append(words, word.String())
	}
	return words, nil
}
