// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import org.mailwarden.kit.web.Problems;

/**
 * Issues, lists and ends app passwords. The database is changed first, with its row in the ledger, then the file is written;
 * a file that cannot be written undoes nothing, and is told. Blocking; never in a transaction; safe for many threads.
 */
@ApplicationScoped
public class AppPasswords {

    /** The check of a proof: none from before is left, in the database and in the file. */
    public static final String CHECK = "app-passwords";

    private static final SecretAccess BECAUSE = SecretAccess.because("hash an app password for Dovecot");
    private static final int SALT_BYTES = 16;

    private final AppPasswordRows rows;
    private final AppPasswordFile file;
    private final AppPasswordConfig config;
    private final OpenMail openMail;
    private final Ledger ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    AppPasswords(
            AppPasswordRows rows,
            AppPasswordFile file,
            AppPasswordConfig config,
            OpenMail openMail,
            Ledger ledger,
            Clock clock) {
        this.rows = rows;
        this.file = file;
        this.config = config;
        this.openMail = openMail;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a person asks for.
     *
     * @param device what the person calls the device
     * @param protocols what it is to be good for, at least one
     * @param lifespan after which it ends by itself; absent for never
     */
    record Wanted(
            String device,
            List<MailProtocol> protocols,
            @Nullable Duration lifespan) {}

    /**
     * A new app password.
     *
     * @param shown what is shown of it from now on
     * @param owner the name to sign in with
     * @param password the password, this once, for the caller to close
     * @param state whether it is in force
     */
    record Issued(AppPassword shown, String owner, Secret password, FileState state) {}

    /**
     * What was ended.
     *
     * @param count how many; 0 when there was none
     * @param owners under which names, lower case
     * @param state whether the end is in force
     */
    public record Ended(int count, Set<String> owners, FileState state) {

        /** Copies the names. */
        public Ended {
            owners = Set.copyOf(owners);
        }
    }

    /** The problem of an installation that has none. */
    void requireOn() {
        if (!file.isOn()) {
            throw Problems.of(
                    409,
                    "app-passwords-off",
                    "App passwords are not in use here. An administrator names the file for Dovecot in"
                            + " mailwarden.auth.app-passwords.file.");
        }
    }

    /**
     * Issues one.
     *
     * @param user whose, as Keycloak holds the user now
     * @param wanted what is asked for
     * @param signedInAt when that person signed in
     * @param requestKey the caller's name for the request; absent without one
     * @return the app password
     */
    Issued issue(FleetUser user, Wanted wanted, Instant signedInAt, @Nullable String requestKey) {
        requireOn();
        String owner = user.username().toLowerCase(Locale.ROOT);
        if (!PasswdFile.takes(owner)) {
            throw Problems.of(
                    409,
                    "name-unusable",
                    "The user name has a character that Dovecot's file cannot hold: a blank, a colon, a slash or a"
                            + " hash sign. An administrator gives the user another name.");
        }
        Secret password = NewPassword.from(random);
        try {
            AppPassword shown = QuarkusTransaction.requiringNew()
                    .call(() -> add(user.id(), owner, wanted, signedInAt, requestKey, password));
            return new Issued(shown, owner, password, file.publish());
        } catch (RuntimeException refused) {
            password.close();
            throw refused;
        }
    }

    private AppPassword add(
            String userId,
            String owner,
            Wanted wanted,
            Instant signedInAt,
            @Nullable String requestKey,
            Secret password) {
        rows.lock(owner);
        if (requestKey != null && rows.answered(userId, requestKey)) {
            throw Problems.of(
                    409,
                    "answered-already",
                    "This request was answered already, and an app password is shown only once. If the answer was lost,"
                            + " revoke that app password and ask again with another Idempotency-Key.");
        }
        if (rows.endedSince(owner, signedInAt)) {
            throw Problems.of(
                    403,
                    "sign-in-ended",
                    "This sign-in is from before your sessions were ended. Sign in again, then ask once more.");
        }
        Set<Integer> taken =
                rows.of(userId, owner).stream().map(AppPasswordRows.Row::slot).collect(Collectors.toSet());
        int slot = IntStream.rangeClosed(1, config.perPerson())
                .filter(place -> !taken.contains(place))
                .findFirst()
                .orElseThrow(() -> Problems.of(
                        409,
                        "app-passwords-full",
                        "A person has at most " + config.perPerson()
                                + " app passwords. Revoke one that is not used any more."));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        AppPassword shown = new AppPassword(
                UUID.randomUUID(),
                wanted.device(),
                wanted.protocols(),
                now,
                wanted.lifespan() == null ? null : now.plus(wanted.lifespan()));
        rows.add(new AppPasswordRows.Row(shown, userId, owner, slot, hash(password), signedInAt), requestKey);
        ledger.record(
                owner,
                "app-password.issued",
                shown.id().toString(),
                "",
                Map.of(
                        "owner",
                        owner,
                        "protocols",
                        shown.protocols().stream().map(MailProtocol::name).collect(Collectors.joining(" "))));
        return shown;
    }

    private String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] clear = password.revealUtf8(BECAUSE);
        try {
            return DovecotHash.ssha512(clear, salt);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** The app passwords of a user, oldest first. */
    List<AppPassword> ofUser(String userId) {
        return QuarkusTransaction.requiringNew().call(() -> shown(rows.ofUser(userId)));
    }

    /** The app passwords under a user name, oldest first. */
    List<AppPassword> ofOwner(String owner) {
        return QuarkusTransaction.requiringNew().call(() -> shown(rows.ofOwner(owner.toLowerCase(Locale.ROOT))));
    }

    private static List<AppPassword> shown(List<AppPasswordRows.Row> found) {
        return found.stream().map(AppPasswordRows.Row::shown).toList();
    }

    /** Ends those of a user that are meant, and what they hold open. */
    RevocationAnswer revokeOfUser(String userId, Predicate<AppPassword> meant, String actor) {
        return revoke(() -> rows.ofUser(userId), meant, actor);
    }

    /** Ends those under a user name that are meant, and what they hold open. */
    RevocationAnswer revokeOfOwner(String owner, Predicate<AppPassword> meant, String actor) {
        return revoke(() -> rows.ofOwner(owner.toLowerCase(Locale.ROOT)), meant, actor);
    }

    private RevocationAnswer revoke(
            Supplier<List<AppPasswordRows.Row>> find, Predicate<AppPassword> meant, String actor) {
        Ended ended = end(find, row -> meant.test(row.shown()), actor, "app-password.revoked", "");
        if (ended.count() > 0 && openMail.hasServers()) {
            file.awaitSeen();
        }
        return RevocationAnswer.of(
                ended, ended.owners().stream().map(openMail::close).collect(Collectors.joining(" ")));
    }

    /**
     * Ends everything of a user that was asked for with a sign-in from before. May be repeated.
     *
     * @param userId Keycloak user id
     * @param owner Keycloak user name
     * @param startedAt what was asked for with a sign-in after it stays: it is the owner's, who has signed in anew
     * @param why a plain sentence for the ledger
     * @return what was ended
     */
    public Ended endAll(String userId, String owner, Instant startedAt, String why) {
        String name = owner.toLowerCase(Locale.ROOT);
        return end(
                () -> {
                    rows.lock(name);
                    return rows.of(userId, name);
                },
                row -> !row.signedInAt().isAfter(startedAt),
                "auth",
                "app-password.revoked",
                why);
    }

    /** Ends what is found and meant, each with its row in the ledger, and writes the file unless nothing changed. */
    Ended end(
            Supplier<List<AppPasswordRows.Row>> find,
            Predicate<AppPasswordRows.Row> meant,
            String actor,
            String action,
            String why) {
        List<AppPasswordRows.Row> ended = QuarkusTransaction.requiringNew().call(() -> {
            List<AppPasswordRows.Row> gone = find.get().stream()
                    .filter(row -> meant.test(row) && rows.delete(row.shown().id()))
                    .toList();
            gone.forEach(row ->
                    ledger.record(actor, action, row.shown().id().toString(), why, Map.of("owner", row.owner())));
            return gone;
        });
        // Of a thousand resets most end none: those need not read every app password of the fleet.
        FileState state =
                ended.isEmpty() && file.state() instanceof FileState.Current current ? current : file.publish();
        return new Ended(
                ended.size(), ended.stream().map(AppPasswordRows.Row::owner).collect(Collectors.toSet()), state);
    }

    /**
     * Whether a person may have app passwords: they are in use here, or some are left from when they were.
     *
     * @param userId Keycloak user id
     * @param owner Keycloak user name
     * @return whether there may be any
     * @throws jakarta.transaction.TransactionalException when no transaction runs and app passwords are not in use
     */
    public boolean mayBeOf(String userId, String owner) {
        return file.isOn() || !rows.of(userId, owner.toLowerCase(Locale.ROOT)).isEmpty();
    }

    /**
     * Looks whether app passwords from before still let somebody in: in the database, and in the file as it lies there.
     *
     * @param userId Keycloak user id
     * @param owner Keycloak user name
     * @param startedAt when they began to be ended, as with {@link #endAll}
     * @return evidence under {@link #CHECK}; where there are no app passwords it holds, and says so
     */
    public Evidence proof(String userId, String owner, Instant startedAt) {
        String name = owner.toLowerCase(Locale.ROOT);
        if (!file.isOn()) {
            return new Evidence(CHECK, EvidenceOutcome.HOLDS, "Not applicable: app passwords are not in use here");
        }
        List<AppPasswordRows.Row> left = QuarkusTransaction.requiringNew().call(() -> rows.of(userId, name));
        long before = left.stream()
                .filter(row -> !row.signedInAt().isAfter(startedAt))
                .count();
        if (before > 0) {
            return new Evidence(CHECK, EvidenceOutcome.BROKEN, before + " app passwords from before are left");
        }
        Collection<String> names =
                QuarkusTransaction.requiringNew().call(() -> AppPasswordFile.names(name, rows.addresses()));
        try {
            Set<String> open = open(names, left);
            if (!open.isEmpty()) {
                // What was not written yet, or stands there by somebody's hand, is put right before it is told.
                file.publish();
                open = open(names, left);
            }
            return open.isEmpty()
                    ? new Evidence(
                            CHECK,
                            EvidenceOutcome.HOLDS,
                            left.isEmpty()
                                    ? "No app password is left, and Dovecot's file holds none"
                                    : left.size() + " app passwords, all issued after a new sign-in")
                    : new Evidence(
                            CHECK,
                            EvidenceOutcome.BROKEN,
                            "Dovecot's file still holds " + open.size() + " app passwords from before");
        } catch (IOException cause) {
            return new Evidence(
                    CHECK,
                    EvidenceOutcome.NOT_CHECKED,
                    "Dovecot's file of app passwords could not be read ("
                            + cause.getClass().getSimpleName() + ")");
        }
    }

    private Set<String> open(Collection<String> names, List<AppPasswordRows.Row> left) throws IOException {
        Set<String> open = new TreeSet<>(file.hashesOf(names));
        left.forEach(row -> open.remove(row.hash()));
        return open;
    }

    /**
     * Counts.
     *
     * @param userIds Keycloak user ids
     * @return by user; whoever has none is missing
     */
    public Map<String, AppPasswordCount> counts(Collection<String> userIds) {
        return QuarkusTransaction.requiringNew().call(() -> rows.counts(userIds));
    }
}
