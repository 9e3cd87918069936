// An independent reader and writer of the same formats: Go's own transparency log packages (golang.org/x/mod/sumdb).
//
//	oracle check FOLDER VKEY     reads the whole log in FOLDER
//	oracle proof FILE ENTRY VKEY checks a .tlog-proof file for an entry (a file too)
//	oracle sign NAME             makes a key, prints it and a note of two signatures
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

type folder struct{ path string }

func (f folder) Height() int                                { return 8 }
func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// Go writes the height into the path, tlog-tiles does not.
func name(t tlog.Tile) string {
	return strings.Replace(t.Path(), "tile/8/", "tile/", 1)
}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(filepath.Join(f.path, name(t)))
		if err != nil {
			full := t
			full.W = 256
			if data, err = os.ReadFile(filepath.Join(f.path, name(full))); err != nil {
				return nil, err
			}
			data = data[:32*t.W]
		}
		all = append(all, data)
	}
	return all, nil
}

func open(data []byte, vkey string) (tree tlog.Tree) {
	verifier, err := note.NewVerifier(vkey)
	must(err)
	n, err := note.Open(data, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		log.Fatalf("not a checkpoint: %q", n.Text)
	}
	tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	copy(tree.Hash[:], root)
	return tree
}

func check(path, vkey string) {
	data, err := os.ReadFile(filepath.Join(path, "checkpoint"))
	must(err)
	tree := open(data, vkey)
	reader := tlog.TileHashReader(tree, folder{path})
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if root != tree.Hash {
		log.Fatal("root differs")
	}
	// Every entry, from its bundle, against the hash in the tile, and against a tree of Go's own.
	var hashes []tlog.Hash
	stored := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = hashes[x]
		}
		return out, nil
	})
	index := int64(0)
	for n := int64(0); index < tree.N; n++ {
		t := tlog.Tile{H: 8, L: 0, N: n, W: 256}
		if tree.N-index < 256 {
			t.W = int(tree.N - index)
		}
		file := strings.Replace(name(t), "tile/0/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(path, file))
		must(err)
		for i := 0; i < t.W; i++ {
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			more, err := tlog.StoredHashes(index, entry, stored)
			must(err)
			hashes = append(hashes, more...)
			index++
		}
		if len(bundle) != 0 {
			log.Fatal("bytes after the last entry of ", file)
		}
	}
	own, err := tlog.TreeHash(tree.N, stored)
	must(err)
	if own != tree.Hash {
		log.Fatal("root of the entries differs")
	}
	for i := int64(0); i < tree.N; i += 1 + tree.N/50 {
		proof, err := tlog.ProveRecord(tree.N, i, reader)
		must(err)
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, i, leaf[0]))
		old, err := tlog.TreeHash(i+1, stored)
		must(err)
		growth, err := tlog.ProveTree(tree.N, i+1, reader)
		must(err)
		must(tlog.CheckTree(growth, tree.N, tree.Hash, i+1, old))
	}
	fmt.Println("ok", tree.N)
}

func proof(file, entryFile, vkey string) {
	data, err := os.ReadFile(file)
	must(err)
	entry, err := os.ReadFile(entryFile)
	must(err)
	parts := bytes.SplitN(data, []byte("\n\n"), 2)
	tree := open(parts[1], vkey)
	lines := strings.Split(string(parts[0]), "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	var p tlog.RecordProof
	for _, line := range lines[2:] {
		bytes, err := base64.StdEncoding.DecodeString(line)
		must(err)
		var hash tlog.Hash
		copy(hash[:], bytes)
		p = append(p, hash)
	}
	must(tlog.CheckRecord(p, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
	fmt.Println("ok", index)
}

func sign(name string) {
	var signers []note.Signer
	for i := 0; i < 2; i++ {
		skey, vkey, err := note.GenerateKey(rand.Reader, name)
		must(err)
		signer, err := note.NewSigner(skey)
		must(err)
		signers = append(signers, signer)
		fmt.Println(vkey)
	}
	text := name + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
	data, err := note.Sign(&note.Note{Text: text}, signers...)
	must(err)
	os.Stdout.Write(data)
}

func main() {
	switch os.Args[1] {
	case "check":
		check(os.Args[2], os.Args[3])
	case "proof":
		proof(os.Args[2], os.Args[3], os.Args[4])
	case "sign":
		sign(os.Args[2])
	}
}
