package persist

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// longestName bounds a name that comes from outside, in characters; a key's
// fingerprint has 50.
const longestName = 50

// Actor is who is at the keyboard, and from where over ssh. The account is what
// the system says, not what the environment does. Only where several people share
// it is the name that sshd has set for the key taken (NIANBAO_USER), or else the
// key's fingerprint.
func (s Site) Actor() model.Actor {
	account, name := account()
	if slices.Contains(s.SharedAccounts, account) {
		if own := model.CleanLine(os.Getenv("NIANBAO_USER")); own != "" && utf8.RuneCountInString(own) <= longestName {
			name = own
		} else if key := keyFingerprint(os.Getenv("SSH_USER_AUTH")); key != "" {
			name = key
		}
	}
	who := model.Actor{User: model.CleanLine(name)}
	if conn := strings.Fields(os.Getenv("SSH_CONNECTION")); len(conn) > 0 {
		who.From = model.CleanLine(conn[0])
	}
	return who
}

// Collects reports whether somebody is one of the Collectors: the account, where it is the
// actor's own; for a shared one the name that goes with the key; or a group of it.
func (s Site) Collects(actor model.Actor) bool {
	if len(s.Collectors) == 0 {
		return false
	}
	account, _ := account()
	own := account
	if slices.Contains(s.SharedAccounts, account) {
		own = actor.User
	}
	if own != "" && slices.Contains(s.Collectors, own) {
		return true
	}
	u, err := user.Lookup(account)
	if err != nil {
		return false
	}
	groups, err := u.GroupIds()
	return err == nil && slices.ContainsFunc(groups, func(id string) bool {
		g, err := user.LookupGroupId(id)
		return err == nil && slices.Contains(s.Collectors, g.Name)
	})
}

// account is the real user's account, and the person's name where the system
// has that.
func account() (account, name string) {
	var u *user.User
	var err error
	if uid := os.Getuid(); uid >= 0 {
		if u, err = user.LookupId(strconv.Itoa(uid)); err != nil {
			return "", "uid " + strconv.Itoa(uid)
		}
	} else if u, err = user.Current(); err != nil { // Windows has no numbers
		return "", os.Getenv("USERNAME")
	}
	if u.Name != "" {
		return u.Username, u.Name
	}
	return u.Username, u.Username
}

// keyFingerprint is that of the key in the file in which sshd says how somebody
// has logged in (ExposeAuthInfo), as ssh-keygen -l prints it; "" for none.
func keyFingerprint(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close() // it was only read
	lines := bufio.NewScanner(io.LimitReader(f, 64<<10))
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
