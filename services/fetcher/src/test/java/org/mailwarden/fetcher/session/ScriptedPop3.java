// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;

/** A POP3 server that behaves well, except where a test wants it otherwise. */
final class ScriptedPop3 {

    private final Map<String, Reaction> reactions = new HashMap<>();
    private final List<String> mails;

    /** What the server does about a command. */
    interface Reaction {
        void to(ScriptedServer.Conversation talk, String line) throws IOException;
    }

    private ScriptedPop3(List<String> mails) {
        this.mails = mails;
        on("GREETING", (talk, _) -> talk.say("+OK ready\r\n"));
        on("CAPA", (talk, _) -> talk.say("+OK\r\nUIDL\r\nTOP\r\n" + (talk.inTls() ? "" : "STLS\r\n") + ".\r\n"));
        on("STLS", (talk, _) -> {
            talk.say("+OK go\r\n");
            talk.startTls();
        });
        on(
                "STAT",
                (talk, _) -> talk.say("+OK " + mails.size() + " "
                        + mails.stream().mapToInt(String::length).sum() + "\r\n"));
        on("UIDL", (talk, line) -> list(talk, line, number -> "uid-" + number));
        on(
                "LIST",
                (talk, line) -> list(
                        talk,
                        line,
                        number -> String.valueOf(mails.get(number - 1).length())));
        on("RETR", (talk, line) -> talk.say("+OK\r\n" + stuffed(mails.get(number(line) - 1)) + ".\r\n"));
        on("TOP", (talk, line) -> {
            String mail = mails.get(number(line) - 1);
            talk.say("+OK\r\n" + stuffed(mail.substring(0, mail.indexOf("\r\n\r\n") + 4)) + ".\r\n");
        });
        on("OTHER", (talk, _) -> talk.say("+OK\r\n"));
    }

    static ScriptedPop3 with(String... raw) {
        return new ScriptedPop3(List.of(raw));
    }

    /**
     * Does this instead of what is right.
     *
     * @param what the command's verb; {@code GREETING} before any command, {@code OTHER} for the rest
     */
    ScriptedPop3 on(String what, Reaction reaction) {
        reactions.put(what, reaction);
        return this;
    }

    /** Answers with this text and then goes on. */
    ScriptedPop3 answer(String what, String text) {
        return on(what, (talk, _) -> talk.say(text));
    }

    List<String> mails() {
        return mails;
    }

    static int number(String line) {
        return Integer.parseInt(line.split(" ")[1]);
    }

    static String stuffed(String mail) {
        return mail.replace("\r\n.", "\r\n..");
    }

    private void list(ScriptedServer.Conversation talk, String line, java.util.function.IntFunction<String> what)
            throws IOException {
        if (line.contains(" ")) {
            talk.say("+OK " + number(line) + " " + what.apply(number(line)) + "\r\n");
            return;
        }
        StringBuilder answer = new StringBuilder("+OK\r\n");
        for (int number = 1; number <= mails.size(); number++) {
            answer.append(number + " " + what.apply(number) + "\r\n");
        }
        talk.say(answer + ".\r\n");
    }

    ScriptedServer start(CertificateAuthority authority, Security security) throws IOException {
        return MailFixture.server(authority, security == Security.TLS, this::talk);
    }

    void talk(ScriptedServer.Conversation talk) throws IOException {
        react("GREETING", talk, "");
        for (String line = talk.hear(); !line.isEmpty(); line = talk.hear()) {
            String verb = line.split(" ")[0].toUpperCase(Locale.ROOT);
            react(verb, talk, line);
            if (verb.equals("QUIT")) {
                return;
            }
        }
    }

    private void react(String what, ScriptedServer.Conversation talk, String line) throws IOException {
        Reaction reaction = reactions.containsKey(what) ? reactions.get(what) : reactions.get("OTHER");
        reaction.to(talk, line);
    }
}
