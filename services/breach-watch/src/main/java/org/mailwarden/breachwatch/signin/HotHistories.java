// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The histories of accounts as they are kept in memory, and the judging of attempts with them. The accounts of one partition
 * belong to one object; whoever keeps histories for good reads them with {@link #written} and gives them back with
 * {@link #restore}. For one thread.
 */
public final class HotHistories {

    private final FleetHistory fleet;
    private final Map<UUID, byte[]> histories = new HashMap<>();
    private final AccountHistory account = new AccountHistory();
    private final ByteBuffer scratch = ByteBuffer.allocate(2 * AccountHistory.LARGEST);

    /**
     * Starts with what is known of the fleet.
     *
     * @param fleet what crosses accounts
     */
    public HotHistories(FleetHistory fleet) {
        this.fleet = fleet;
    }

    /**
     * Judges an attempt and remembers it.
     *
     * @param settings of the account's policy
     * @param trusted what people marked as expected
     * @param signIn the attempt
     * @return as {@link SignInJudge#judge}
     */
    public List<Judgement> judge(SignInSettings settings, Trusted trusted, SignIn signIn) {
        UUID id = signIn.account();
        byte[] written = id == null ? null : histories.get(id);
        if (written == null) {
            account.clear();
        } else {
            account.read(written);
        }
        List<Judgement> said = SignInJudge.judge(new Evidence(settings, trusted, account, fleet, signIn));
        if (id != null && !signIn.own()) {
            histories.put(id, account.write(scratch));
        }
        return said;
    }

    /** What is remembered of an account, as {@link AccountHistory#write} wrote it; absent when nothing is. */
    public byte @Nullable [] written(UUID id) {
        return histories.get(id);
    }

    /**
     * Takes back what was kept of an account.
     *
     * @param id the account
     * @param written as {@link AccountHistory#write} wrote it
     * @throws IllegalArgumentException when it cannot be read: the account is then learnt anew
     */
    public void restore(UUID id, byte[] written) {
        account.read(written);
        histories.put(id, written);
    }

    /** Forgets an account, for instance because its partition moved. */
    public void forget(UUID id) {
        histories.remove(id);
    }

    /** Accounts that are remembered. */
    public int accounts() {
        return histories.size();
    }

    /** Bytes of all that is remembered of accounts, without the map around it. */
    public long bytes() {
        return histories.values().stream().mapToLong(written -> written.length).sum();
    }
}
