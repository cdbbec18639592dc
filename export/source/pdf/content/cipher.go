package content

import (
	"bytes"
	"crypto/aes"
	stdcipher "crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
)

// cipher undoes the standard encryption with the empty password, which files
// have that only forbid to change or to print them (ISO 32000-1, 7.6).
type cipher struct {
	key []byte
	aes bool
}

const passwordPad = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// openCipher finds the key of a file that is encrypted.
func (f *file) openCipher() {
	e := f.resolve(f.trailer.key("Encrypt"))
	if e.isNull() {
		return
	}
	v, revision, bits := e.key("V").int(), e.key("R").int(), e.key("Length").int()
	if bits == 0 {
		bits = 40
		if v == 4 {
			bits = 128
		}
	}
	c := &cipher{}
	standard := e.key("Filter").name() == "Standard" && revision >= 2 && revision <= 4
	inBytes := bits%8 == 0 && bits >= 40 && bits <= 128
	known := standard && inBytes
	switch v {
	case 1, 2:
	case 4:
		method := e.key("CF").key(e.key("StmF").name()).key("CFM").name()
		c.aes = method == "AESV2"
		one := e.key("StmF").name() == e.key("StrF").name() // for streams and strings
		implemented := c.aes || method == "V2"
		known = known && one && implemented
	default:
		known = false
	}
	if !known {
		panic(errEncrypted)
	}
	id := f.resolve(f.trailer.key("ID")).index(0).string()
	c.find(e, id, revision, bits/8)
	f.cipher = c
	f.objects = map[int]value{} // those that were read before
	if n := f.trailer.key("Encrypt"); n.kind == 'R' {
		f.objects[int(n.num)] = e
	}
}

// find makes the key (7.6.3.3, algorithm 2) and tries it (algorithms 4 and 5).
func (c *cipher) find(e value, id string, revision, size int) {
	owner, user, p := e.key("O").string(), e.key("U").string(), uint32(int64(e.key("P").float()))
	if len(owner) < 32 || len(user) < 32 {
		panic(errDamaged)
	}
	sum := md5.Sum([]byte(passwordPad + owner[:32] + string([]byte{byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)}) + id))
	if revision == 2 {
		size = 5
	} else {
		for range 50 {
			sum = md5.Sum(sum[:size])
		}
	}
	c.key = bytes.Clone(sum[:size])
	want := []byte(passwordPad)
	rounds := byte(1)
	if revision > 2 {
		sum := md5.Sum([]byte(passwordPad + id))
		want, rounds = sum[:], 20
	}
	for i := range rounds {
		key := bytes.Clone(c.key)
		for n := range key {
			key[n] ^= i
		}
		want = rc4ed(key, want)
	}
	if user[:len(want)] != string(want) {
		panic(errPassword)
	}
}

func rc4ed(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(errDamaged)
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// stream decrypts what belongs to an object.
func (c *cipher) stream(data []byte, number, generation int) []byte {
	if c == nil {
		return data
	}
	own := append(bytes.Clone(c.key), byte(number), byte(number>>8), byte(number>>16), byte(generation), byte(generation>>8))
	if c.aes {
		own = append(own, "sAlT"...)
	}
	sum := md5.Sum(own)
	key := sum[:min(len(c.key)+5, 16)]
	if !c.aes {
		return rc4ed(key, data)
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil
	}
	iv, body := data[:aes.BlockSize], bytes.Clone(data[aes.BlockSize:len(data)-len(data)%aes.BlockSize])
	stdcipher.NewCBCDecrypter(block, iv).CryptBlocks(body, body)
	if fill := int(body[len(body)-1]); fill > 0 && fill <= aes.BlockSize {
		body = body[:len(body)-fill]
	}
	return body
}

// strings decrypts the strings of an object.
func (c *cipher) strings(o *operand, number, generation int) {
	if c == nil {
		return
	}
	if o.kind == '(' {
		o.str = string(c.stream([]byte(o.str), number, generation))
	}
	for i := range o.list {
		c.strings(&o.list[i], number, generation)
	}
}
