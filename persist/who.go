package persist

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"os"
	"os/user"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/model"
)

// Actor is who is at the keyboard, and from where over ssh: the owner of the
// account by its number and, where the administrator says that several people
// share it, by the name or the key with which they came.
func (s Site) Actor() model.Actor {
	account, name := whose()
	if s.Shared(account) {
		name = keyholder(account, os.Getenv("NIANBAO_USER"), os.Getenv("SSH_USER_AUTH"))
	}
	who := model.Actor{User: name}
	if conn := strings.Fields(os.Getenv("SSH_CONNECTION")); len(conn) > 0 {
		who.From = cleanName(conn[0])
	}
	return who
}

// whose is the account that the program runs under, which the environment can't
// change, and its owner's name where the system knows one.
func whose() (account, name string) {
	u, err := user.Current()
	uid := os.Getuid()
	if uid >= 0 { // there are none on Windows
		account = "uid " + strconv.Itoa(uid)
		u, err = user.LookupId(strconv.Itoa(uid))
	}
	if err != nil {
		return account, account
	}
	if name = cleanName(u.Name); name == "" {
		name = cleanName(u.Username)
	}
	return u.Username, name
}

// mostName is how many characters a name from the environment may have.
const mostName = 40

// keyholder tells apart those who share an account: by the name that sshd sets for
// their key, else by the key with which they came, which sshd notes in a file.
func keyholder(account, given, authFile string) string {
	if name := cleanName(given); name != "" && utf8.RuneCountInString(name) <= mostName {
		return name
	}
	if authFile != "" {
		if f, err := os.Open(authFile); err == nil {
			defer f.Close() // it was only read
			if print := fingerprint(f); print != "" {
				return print
			}
		}
	}
	return cleanName(account)
}

// fingerprint is that of the first key in a file as sshd writes it, in the words
// of ssh-keygen -l; "" where there is none. A line has a method, a kind of key
// and the key.
func fingerprint(r io.Reader) string {
	lines := bufio.NewScanner(io.LimitReader(r, 64<<10))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 3 || words[0] != "publickey" {
			continue
		}
		if key, err := base64.StdEncoding.DecodeString(words[2]); err == nil {
			sum := sha256.Sum256(key)
			return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
		}
	}
	return ""
}

// cleanName is a name in one line, without characters that can't be seen.
func cleanName(name string) string {
	seen := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c) || c == utf8.RuneError:
			return -1
		}
		return c
	}, model.CleanText(name))
	return strings.Join(strings.Fields(seen), " ")
}
