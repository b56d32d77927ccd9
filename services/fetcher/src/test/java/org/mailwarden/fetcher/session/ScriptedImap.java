// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.IssuedCertificate;

/** An IMAP server that behaves well, except where a test wants it otherwise. */
final class ScriptedImap {

    static final long UID_VALIDITY = 7;

    private static final Pattern BODY =
            Pattern.compile("BODY(?:\\.PEEK)?\\[([^\\]]*)\\](?:<(\\d+)\\.(\\d+)>)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    private final Map<String, Reaction> reactions = new HashMap<>();
    private final List<Mail> mails;

    /** A mail in the only folder. */
    record Mail(long uid, String raw) {}

    /** A command of the client, with its tag. */
    record Command(String tag, String line) {

        /** Which of these mails it asks for. */
        List<Mail> of(List<Mail> mails) {
            String[] words = line.split(" ");
            String highest =
                    mails.isEmpty() ? "0" : String.valueOf(mails.getLast().uid());
            boolean byUid = words[1].equalsIgnoreCase("UID");
            return mails.stream()
                    .filter(mail -> byUid
                            ? names(words[3].replace("*", highest), mail.uid())
                            : names(words[2].replace("*", highest), mails.indexOf(mail) + 1))
                    .toList();
        }

        private static boolean names(String set, long uid) {
            for (String range : set.split(",")) {
                String[] ends = range.split(":");
                if (uid >= Long.parseLong(ends[0]) && uid <= Long.parseLong(ends[ends.length - 1])) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What the server does about a command. */
    interface Reaction {
        void to(ScriptedServer.Conversation talk, Command command) throws IOException;
    }

    private ScriptedImap(List<Mail> mails) {
        this.mails = mails;
        on("GREETING", (talk, _) -> talk.say("* OK ready\r\n"));
        on("CAPABILITY", (talk, command) -> {
            String more = talk.inTls() ? "" : " STARTTLS LOGINDISABLED";
            talk.say("* CAPABILITY IMAP4rev1" + more + "\r\n" + command.tag() + " OK\r\n");
        });
        on("STARTTLS", (talk, command) -> {
            talk.say(command.tag() + " OK go\r\n");
            talk.startTls();
        });
        on("EXAMINE", (talk, command) -> talk.say(examined() + command.tag() + " OK [READ-ONLY]\r\n"));
        on("FETCH", this::fetch);
        on("SIZES", this::fetch);
        on("BODIES", this::fetch);
        on("UID SEARCH", (talk, command) -> {
            StringBuilder uids = new StringBuilder();
            mails.forEach(mail -> uids.append(' ').append(mail.uid()));
            talk.say("* SEARCH" + uids + "\r\n" + command.tag() + " OK\r\n");
        });
        on("IDLE", (talk, command) -> {
            talk.say("+ idling\r\n");
            talk.hear();
            talk.say(command.tag() + " OK\r\n");
        });
        on("OTHER", (talk, command) -> talk.say(command.tag() + " OK\r\n"));
    }

    /** With mails whose UIDs are 1, 2 and so on. */
    static ScriptedImap with(String... raw) {
        List<Mail> mails = new java.util.ArrayList<>();
        for (String mail : raw) {
            mails.add(new Mail(mails.size() + 1, mail));
        }
        return new ScriptedImap(mails);
    }

    /**
     * Does this instead of what is right.
     *
     * @param what the command's verb; {@code SIGN-IN} for LOGIN and AUTHENTICATE, {@code SIZES} and {@code BODIES} for UID
     *     FETCH without and with bodies, {@code GREETING} before any command, {@code OTHER} for the rest
     */
    ScriptedImap on(String what, Reaction reaction) {
        reactions.put(what, reaction);
        return this;
    }

    /** Answers with this text, where {@code TAG} stands for the tag, and then goes on. */
    ScriptedImap answer(String what, String text) {
        return on(what, (talk, command) -> talk.say(text.replace("TAG", command.tag())));
    }

    List<Mail> mails() {
        return mails;
    }

    /** What EXAMINE says about the folder, before its tagged answer. */
    String examined() {
        return "* " + mails.size() + " EXISTS\r\n* OK [UIDVALIDITY " + UID_VALIDITY + "] v\r\n* OK [UIDNEXT "
                + (mails.size() + 1) + "] n\r\n";
    }

    /** The right answer to a FETCH, without its tagged line. */
    String fetched(Command command, Mail mail) {
        StringBuilder answer = new StringBuilder("* " + (mails.indexOf(mail) + 1) + " FETCH (UID " + mail.uid());
        if (command.line().contains("RFC822.SIZE")) {
            answer.append(" RFC822.SIZE ").append(mail.raw().length());
        }
        if (command.line().contains("FLAGS")) {
            answer.append(" FLAGS ()");
        }
        if (command.line().contains("INTERNALDATE")) {
            answer.append(" INTERNALDATE \"01-Feb-2024 12:00:00 +0000\"");
        }
        Matcher body = BODY.matcher(command.line());
        if (body.find()) {
            String section = body.group(1);
            String text = section.toUpperCase(Locale.ROOT).startsWith("HEADER")
                    ? mail.raw().substring(0, mail.raw().indexOf("\r\n\r\n") + 4)
                    : mail.raw();
            String origin = "";
            if (body.group(2) != null) {
                int from = Math.min(text.length(), Integer.parseInt(body.group(2)));
                text = text.substring(from, Math.min(text.length(), from + Integer.parseInt(body.group(3))));
                origin = "<" + body.group(2) + ">";
            }
            answer.append(" BODY[" + section + "]" + origin + " {" + text.length() + "}\r\n")
                    .append(text);
        }
        return answer.append(")\r\n").toString();
    }

    private void fetch(ScriptedServer.Conversation talk, Command command) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (Mail mail : command.of(mails)) {
            answer.append(fetched(command, mail));
        }
        talk.say(answer + command.tag() + " OK\r\n");
    }

    ScriptedServer start(org.mailwarden.devstack.mail.CertificateAuthority authority, Security security)
            throws IOException {
        return MailFixture.server(authority, security == Security.TLS, this::talk);
    }

    /** Over TLS, with a certificate of its own. */
    ScriptedServer start(IssuedCertificate certificate) throws IOException {
        return new ScriptedServer(certificate.serverContext(), true, this::talk);
    }

    void talk(ScriptedServer.Conversation talk) throws IOException {
        react("GREETING", talk, new Command("*", ""));
        for (String line = whole(talk); !line.isEmpty(); line = whole(talk)) {
            Command command = new Command(ScriptedServer.Conversation.tag(line), line);
            String[] words = line.toUpperCase(Locale.ROOT).split(" ");
            String verb = words.length < 2 ? "OTHER" : words[1];
            if (verb.equals("UID")) {
                verb = words[2].equals("FETCH") ? line.contains("BODY") ? "BODIES" : "SIZES" : "UID " + words[2];
            } else if (verb.equals("AUTHENTICATE")) {
                talk.say(words.length < 4 ? "+ \r\n" : "");
                verb = words.length < 4 && talk.hear().isEmpty() ? "OTHER" : "SIGN-IN";
            } else if (verb.equals("LOGIN")) {
                verb = "SIGN-IN";
            } else if (verb.equals("LOGOUT")) {
                talk.say("* BYE\r\n" + command.tag() + " OK\r\n");
                return;
            }
            react(verb, talk, command);
        }
    }

    /** A command with the literals in it, each after the permission that it waits for (RFC 9051 section 4.3). */
    private static String whole(ScriptedServer.Conversation talk) throws IOException {
        StringBuilder line = new StringBuilder(talk.hear());
        Matcher literal = LITERAL.matcher(line);
        while (literal.find()) {
            talk.say("+ go on\r\n");
            line.append('\n')
                    .append(talk.hear(Integer.parseInt(literal.group(1))))
                    .append(talk.hear());
            literal = LITERAL.matcher(line);
        }
        return line.toString();
    }

    private void react(String what, ScriptedServer.Conversation talk, Command command) throws IOException {
        Reaction reaction = reactions.containsKey(what) ? reactions.get(what) : reactions.get("OTHER");
        reaction.to(talk, command);
    }
}
