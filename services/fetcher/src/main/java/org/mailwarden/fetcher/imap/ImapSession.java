// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.fetcher.session.MailFault;

/**
 * Reads folders with EXAMINE and BODY.PEEK, so that no flag ever changes and the user never notices.
 *
 * <p>One thread at a time. Every method throws {@link MailFault} when the server or the connection fails; after any
 * fault but {@link MailFault.Kind#REFUSED} the session is closed.
 */
public final class ImapSession implements AutoCloseable {

    private final ImapConnection connection;
    private final Guarded guarded;
    private final IMAPFolder channel;
    private final IdleTimes times;
    private @Nullable Features features;
    private @Nullable FolderListing listing;
    private @Nullable SelectedFolder selected;
    private Map<String, SelectedFolder> watched = Map.of();
    private boolean newsMeanwhile;

    /**
     * Reads through a connection.
     *
     * @param connection signed in; closed with this session
     */
    public ImapSession(ImapConnection connection) {
        this(connection, IdleTimes.USUAL);
    }

    /**
     * Reads through a connection.
     *
     * @param connection signed in; closed with this session
     * @param times how a wait for news is watched over
     */
    public ImapSession(ImapConnection connection, IdleTimes times) {
        this.connection = connection;
        this.guarded = connection.guarded();
        this.channel = connection.channel();
        this.times = times;
    }

    /**
     * Opens a folder for reading, instead of the one that was open.
     *
     * @param name of the folder, for instance {@code INBOX}
     * @return what the server says about it
     * @throws MailFault when it does not exist, or the server names no UIDVALIDITY, without which no UID means anything
     */
    public SelectedFolder examine(String name) throws IOException {
        if (name.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new MailFault(MailFault.Kind.REFUSED, "A folder name holds no control characters");
        }
        selected = null;
        newsMeanwhile = false;
        guarded.expectUidValidity(0);
        Features offered = features();
        SelectedFolder facts = Examine.run(connection, name, offered, wireName(name, offered));
        selected = facts;
        guarded.expectUidValidity(facts.uidValidity());
        return facts;
    }

    /**
     * Lists the folders of the mailbox.
     *
     * @return every one with a name that can be shown, whether or not it can be read
     * @throws MailFault when there are more than can be read, or the server fails
     */
    public List<ListedFolder> folders() throws IOException {
        FolderListing fresh = FolderListing.of(channel, guarded, features());
        listing = fresh;
        return fresh.folders();
    }

    /**
     * What the last {@link #folders()} told of a folder, so that one without news need not be examined.
     *
     * @param name of the folder
     * @return empty when the server did not tell; never with a mod-sequence
     */
    public Optional<SelectedFolder> counts(String name) {
        return Optional.ofNullable(listing == null ? null : listing.counts(name));
    }

    private String wireName(String name, Features offered) {
        String listed = listing == null ? null : listing.wireName(name);
        return listed == null ? FolderName.encode(name, offered.utf8()) : listed;
    }

    /**
     * Asks which messages of the examined folder are gone since it had a mod-sequence.
     *
     * @param modSeq what {@link SelectedFolder#highestModSeq} was, at least 1
     * @param lastUid highest UID of interest
     * @return UIDs that are gone, among others that never were; empty when the server cannot tell
     * @throws MailFault when the connection fails
     */
    public Optional<UidRanges> vanishedSince(long modSeq, long lastUid) throws IOException {
        return selection().highestModSeq() == 0 ? Optional.empty() : Vanished.since(channel, guarded, modSeq, lastUid);
    }

    /**
     * Whether the server tells of news by itself.
     *
     * @throws MailFault when the connection is dead
     */
    public boolean canIdle() throws IOException {
        return features().idle();
    }

    /**
     * Has the server tell {@link #idle} of news in other folders than the examined one too.
     *
     * @param others their names
     * @return what is in each of them now, never with a mod-sequence; empty when the server does not watch them, which few
     *     do, or when there are more than it should
     * @throws MailFault when the connection fails
     */
    public Collection<SelectedFolder> watch(Collection<String> others) throws IOException {
        Features offered = features();
        watched = Map.of();
        if (offered.notifies() && !others.isEmpty() && others.size() <= Limits.WATCHED_FOLDERS) {
            int exists = selection().exists();
            Map<String, String> wireNames = new HashMap<>();
            others.forEach(name -> wireNames.put(name, wireName(name, offered)));
            watched = Notify.set(
                            channel,
                            guarded,
                            wireNames,
                            offered.utf8(),
                            response -> newsMeanwhile |= Idle.isNews(response, exists))
                    .orElse(Map.of());
        }
        return watched.values();
    }

    /**
     * Waits for news of the examined folder, and of those that are {@link #watch}ed. {@link ImapConnection#cut()} from
     * another thread ends the wait at once.
     *
     * @param longest the longest wait
     * @return whether anything changed
     * @throws MailFault when the connection is dead, which is found within the {@link IdleTimes}, or the server does not
     *     know IDLE
     */
    public IdleEnd idle(Duration longest) throws IOException {
        return newsMeanwhile
                ? IdleEnd.CHANGED
                : new Idle(channel, guarded, times, selection().exists(), this::isNews).await(longest);
    }

    /** Whether a folder that is watched is another than it was when its watch began. */
    private boolean isNews(IMAPResponse response) {
        boolean utf8 = features != null && features.utf8();
        return FolderCounts.of(response, utf8)
                .filter(counts -> {
                    SelectedFolder known = watched.get(counts.name());
                    return known != null && !counts.isStill(known);
                })
                .isPresent();
    }

    /**
     * Streams messages, mostly in ascending order of UID. UIDs that do not exist are skipped.
     *
     * @param fromUid first, at least 1
     * @param toUid last
     * @param sink takes each message, and hears up to which UID none is missing
     * @throws IOException of the sink, or {@link MailFault}
     */
    public void fetch(long fromUid, long toUid, MessageSink sink) throws IOException {
        new UidFetch(channel, guarded, selection().uidValidity(), sink).fetch(fromUid, toUid);
    }

    /**
     * Lists every UID of the folder.
     *
     * @return ascending
     * @throws MailFault when the server fails
     */
    public List<Long> uids() throws IOException {
        selection();
        return UidList.of(channel, guarded, 1, UidList.LAST).stream()
                .map(UidList.Entry::uid)
                .toList();
    }

    private Features features() throws IOException {
        Features known = features;
        if (known == null) {
            known = Features.of(channel, guarded);
            features = known;
        }
        return known;
    }

    private SelectedFolder selection() {
        if (selected == null) {
            throw new IllegalStateException("Examine a folder first");
        }
        return selected;
    }

    /** Signs out; never throws. */
    @Override
    public void close() {
        connection.close();
    }
}
