// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes a corpus in the Pwned Passwords format: the frequency list that comes with zxcvbn, seeded random hashes up to the
 * wanted size, and the planted passwords. No list of leaked origin is needed.
 */
public final class PasswordCorpus {

    /** How often the corpus says a planted password was seen. */
    public static final int PLANTED_COUNT = 4242;

    private static final String FREQUENCY_LIST = "matchers/dictionaries/passwords.txt";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PasswordCorpus() {}

    /**
     * Writes the file.
     *
     * @param file where to
     * @param entries how many entries at least
     * @param planted passwords that must be in it
     * @return entries written
     */
    public static int write(Path file, int entries, Collection<String> planted) {
        TreeMap<String, Integer> hashes = new TreeMap<>();
        int rank = 0;
        for (String common : frequencyList()) {
            hashes.put(sha1(common), Math.max(1, 2_000_000 / ++rank));
        }
        Random random = new Random(20261101);
        byte[] hash = new byte[20];
        while (hashes.size() < entries) {
            random.nextBytes(hash);
            hashes.putIfAbsent(HEX.formatHex(hash), 1 + (int) Math.min(100_000, 1 / (1 - random.nextDouble())));
        }
        planted.forEach(password -> hashes.put(sha1(password), PLANTED_COUNT));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (var entry : hashes.entrySet()) {
                out.write(entry.getKey());
                out.write(':');
                out.write(entry.getValue().toString());
                out.write("\r\n");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("The sample corpus could not be written to " + file, e);
        }
        return hashes.size();
    }

    /**
     * The hash the corpus format uses.
     *
     * @param password the password
     * @return 40 upper-case hex digits
     */
    public static String sha1(String password) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static Iterable<String> frequencyList() {
        try (InputStream list = Zxcvbn.class.getResourceAsStream(FREQUENCY_LIST)) {
            if (list == null) {
                throw new IllegalStateException("zxcvbn no longer brings its frequency list " + FREQUENCY_LIST);
            }
            return new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
