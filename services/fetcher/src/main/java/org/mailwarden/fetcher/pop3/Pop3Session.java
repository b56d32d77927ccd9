// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.fetcher.session.MailFault;
import org.mailwarden.fetcher.session.Pop3Connection;

/**
 * Reads a maildrop, several messages ahead where the server allows it, each one streamed. The library signs in and does
 * nothing afterwards: it has no pipelining and holds whole messages in memory.
 *
 * <p>One thread at a time. Every method throws {@link MailFault} when the server or the connection fails.
 */
public final class Pop3Session implements AutoCloseable {

    private final Pop3Connection connection;
    private final Guarded guarded;
    private final Answers answers;
    private @Nullable Capabilities capabilities;
    private boolean listed;
    private boolean inStep = true;
    private boolean ended;

    /**
     * Reads through a connection.
     *
     * @param connection signed in; closed with this session
     */
    public Pop3Session(Pop3Connection connection) {
        this.connection = connection;
        this.guarded = connection.guarded();
        this.answers = new Answers(guarded);
    }

    /**
     * What the server can do; asked once.
     *
     * @return its capabilities
     */
    public Capabilities capabilities() throws IOException {
        Capabilities known = capabilities;
        if (known == null) {
            known = guarded.run(Budget.command(guarded.commandDeadline()), () -> {
                guarded.send("CAPA\r\n");
                if (answers.status().isEmpty()) {
                    return Capabilities.UNKNOWN;
                }
                List<String> lines = new ArrayList<>();
                answers.lines(lines::add);
                return Capabilities.of(lines, Limits.LOGIN_DELAY);
            });
            capabilities = known;
        }
        return known;
    }

    /**
     * Lists the maildrop. A message without a valid id of its own gets one made from its header, or, where the server has
     * no TOP, from all of it.
     *
     * @return one entry per message, in server order; a message that the server gives no content of is left out when it
     *     has no id either
     * @throws MailFault when the server fails, or its listings contradict each other
     */
    public List<UidlEntry> uidl() throws IOException {
        boolean pipelining = capabilities().pipelining();
        Maildrop maildrop = guarded.run(
                Budget.listing(guarded.commandDeadline()), () -> Maildrop.list(guarded, answers, pipelining));
        listed = true;
        Map<Integer, String> made = made(maildrop);
        List<UidlEntry> entries = new ArrayList<>(maildrop.octets().size());
        maildrop.octets().forEach((number, octets) -> {
            String uidl = maildrop.uidls().getOrDefault(number, made.get(number));
            if (uidl != null) {
                entries.add(new UidlEntry(number, uidl, octets));
            }
        });
        return entries;
    }

    private Map<Integer, String> made(Maildrop maildrop) throws IOException {
        List<UidlEntry> nameless = new ArrayList<>();
        maildrop.octets().forEach((number, octets) -> {
            if (!maildrop.uidls().containsKey(number)) {
                nameless.add(new UidlEntry(number, "", octets));
            }
        });
        Map<Integer, String> made = new HashMap<>();
        Set<String> taken = new HashSet<>();
        HeaderSink name = (entry, content) -> {
            String uidl = Uidl.of(content, entry.octets(), taken);
            taken.add(uidl);
            made.put(entry.number(), uidl);
        };
        headers(nameless, name);
        ask(nameless.stream().filter(entry -> !made.containsKey(entry.number())).toList(), "RETR %d", name);
        return made;
    }

    /** Takes the header of a message. */
    @FunctionalInterface
    public interface HeaderSink {

        /** Takes one, readable only during this call. */
        void accept(UidlEntry entry, InputStream header) throws IOException;
    }

    /**
     * Reads the headers of messages (TOP, RFC 1939 section 7); those of which the server gives none are passed over.
     *
     * @param entries of the last {@link #uidl()}
     * @param sink takes each header
     * @throws IOException of the sink, or {@link MailFault}
     */
    public void headers(List<UidlEntry> entries, HeaderSink sink) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        boolean[] known = new boolean[1];
        // The first one alone: a server without TOP is not asked again for each of many messages.
        ask(entries.subList(0, 1), "TOP %d 0", (entry, header) -> {
            known[0] = true;
            sink.accept(entry, header);
        });
        if (known[0]) {
            ask(entries.subList(1, entries.size()), "TOP %d 0", sink);
        }
    }

    private void ask(List<UidlEntry> entries, String command, HeaderSink sink) throws IOException {
        run(entries, entry -> command.formatted(entry.number()), true, (entry, body, ok) -> {
            if (body != null) {
                sink.accept(entry, body);
            }
        });
    }

    /**
     * Reads one message.
     *
     * @param entry of the last {@link #uidl()}
     * @param sink takes the message; not called when the server does not give it
     * @throws IOException of the sink, or {@link MailFault}
     */
    public void retrieve(UidlEntry entry, MessageSink sink) throws IOException {
        retrieve(List.of(entry), sink);
    }

    /**
     * Reads messages in this order. Of one that is announced as larger than {@link Limits#MESSAGE_BYTES} only the header
     * is read.
     *
     * @param entries of the last {@link #uidl()}
     * @param sink takes each message; not called for one that the server does not give, which is to be asked for again at
     *     the next visit
     * @throws IOException of the sink, after which this session can only be closed, or {@link MailFault}
     */
    public void retrieve(List<UidlEntry> entries, MessageSink sink) throws IOException {
        if (!listed) {
            throw new IllegalStateException("List the maildrop first");
        }
        run(entries, Pop3Session::retrieval, true, (entry, body, ok) -> {
            if (body != null) {
                sink.accept(new MessageId.Pop3(entry.number(), entry.uidl()), entry.octets(), body);
            } else if (entry.octets() > Limits.MESSAGE_BYTES) {
                // Too large to read and no TOP: what is known of it, its size, is told all the same.
                sink.accept(
                        new MessageId.Pop3(entry.number(), entry.uidl()),
                        entry.octets(),
                        InputStream.nullInputStream());
            }
        });
    }

    private static String retrieval(UidlEntry entry) {
        return (entry.octets() > Limits.MESSAGE_BYTES ? "TOP %d 0" : "RETR %d").formatted(entry.number());
    }

    /**
     * Marks messages as deleted. Nothing is deleted before {@link #quit()}, which must follow (RFC 1939 section 6).
     *
     * @param entries of the last {@link #uidl()}
     * @return those that the server marked
     * @throws MailFault when the server or the connection fails; then none of them may be taken as deleted or as kept
     */
    public List<UidlEntry> delete(List<UidlEntry> entries) throws IOException {
        List<UidlEntry> marked = new ArrayList<>();
        // From here on only a QUIT that is meant may be sent.
        inStep = false;
        run(entries, entry -> "DELE " + entry.number(), false, (entry, body, ok) -> {
            if (ok) {
                marked.add(entry);
            }
        });
        return marked;
    }

    /**
     * Signs out, which makes the server delete what was marked.
     *
     * @return whether the server says that it did
     * @throws MailFault when the connection fails; then it may have deleted or not
     */
    public boolean quit() throws IOException {
        ended = true;
        return guarded.run(Budget.command(guarded.commandDeadline()), () -> {
            guarded.send("QUIT\r\n");
            return answers.status().isPresent();
        });
    }

    private void run(
            List<UidlEntry> entries,
            java.util.function.Function<UidlEntry, String> command,
            boolean content,
            Pipeline.Taker taker)
            throws IOException {
        boolean before = inStep;
        inStep = false;
        new Pipeline(guarded, answers, capabilities().pipelining()).run(entries, command, content, taker);
        inStep = before;
    }

    /** Signs out; never throws. What was marked as deleted without {@link #quit()} is not deleted. */
    @Override
    public void close() {
        if (!ended && inStep) {
            try {
                ended = true;
                guarded.run(Budget.command(Duration.ofSeconds(5)), () -> {
                    guarded.send("QUIT\r\n");
                    return answers.status();
                });
            } catch (IOException gone) {
                // Nothing was deleted, so a QUIT that did not arrive changes nothing.
            }
        }
        // The library would say QUIT again, and so delete what was only marked.
        connection.cut();
        connection.close();
    }
}
