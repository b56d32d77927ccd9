// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.matching;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.mailwarden.breachwatch.corpus.Sha1Hash;
import org.mailwarden.kit.seal.AeadSealer;

/** Accounts with their sealed fingerprints, as the service keeps them. */
final class SealedFleet {

    private static final int AT_ONCE = 5_000;
    private static final long VERSION = 1;

    private SealedFleet() {}

    /**
     * Adds an account for each hash.
     *
     * @param connection the service's database
     * @param keys the service's keys
     * @param hashes of the accounts' passwords
     */
    static void enrol(Connection connection, Path keys, List<Sha1Hash> hashes) throws SQLException {
        AeadSealer sealer = AeadSealer.loadOrCreate(keys.resolve("breach-watch.keyset"));
        for (int start = 0; start < hashes.size(); start += AT_ONCE) {
            List<Sha1Hash> part = hashes.subList(start, Math.min(start + AT_ONCE, hashes.size()));
            UUID[] accounts = part.stream().map(hash -> UUID.randomUUID()).toArray(UUID[]::new);
            byte[][] sealed = new byte[accounts.length][];
            for (int i = 0; i < accounts.length; i++) {
                sealed[i] = sealer.seal(bytes(part.get(i)), accounts[i] + "|" + VERSION);
            }
            try (PreparedStatement account = connection.prepareStatement("""
                            insert into account (account_id, address, changed_at)
                            select id, id || '@fleet.example', now() from unnest(?) as id""");
                    PreparedStatement credential = connection.prepareStatement("""
                            insert into credential (account_id, version, fingerprint, strength, length_bucket, changed_at)
                            select id, 1, fingerprint, 4, '16+', now() from unnest(?, ?) as sealed (id, fingerprint)""")) {
                account.setArray(1, connection.createArrayOf("uuid", accounts));
                account.executeUpdate();
                credential.setArray(1, connection.createArrayOf("uuid", accounts));
                credential.setArray(2, connection.createArrayOf("bytea", sealed));
                credential.executeUpdate();
            }
        }
    }

    private static byte[] bytes(Sha1Hash hash) {
        return ByteBuffer.allocate(Sha1Hash.LENGTH)
                .putLong((long) hash.prefix() << 44 | hash.key() >>> 20)
                .putLong(hash.key() << 44 | (long) hash.tailHigh() << 32 | hash.tailLow() >>> 32)
                .putInt((int) hash.tailLow())
                .array();
    }
}
