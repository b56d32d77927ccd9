// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.devstack.mail.DkimSender;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.outside.ObservedEvent;

/** A service tells somebody by mail that a second factor was removed, and a forger says the same. */
final class ServiceMail implements Chapter {

    private static final String SERVICE = "github.com";
    private static final String CANARY = "what-else-the-mail-says";

    @Override
    public String title() {
        return "A service writes to somebody, and a forger does too";
    }

    @Override
    public void tell(World world) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("evidence-seen", evidence, () -> seen(world, evidence));
    }

    private static boolean seen(World world, Map<String, Object> evidence) {
        Person person = world.people(plant -> !plant.reset()).stream()
                .filter(one -> one.protocol() == Protocol.IMAP)
                .findFirst()
                .orElseThrow();
        String account = world.account(person);
        DkimSender sender = new DkimSender(SERVICE);
        publish(world, sender);
        String genuine = "<genuine." + account + "@github.com>";
        String forged = "<forged." + account + "@github.com>";
        String signed = sender.sign(mail(person, genuine));
        // The forger has a genuine mail, changes what it says, and vouches for it in the receiving server's name.
        String receiver = person.address().substring(person.address().indexOf('@') + 1);
        String copy = "Authentication-Results: " + receiver + "; dmarc=pass header.from=" + SERVICE + "\r\n"
                + signed.replace(genuine, forged).replace("your account", "your other account");
        world.mail.deliver(List.of(message(copy), message(signed)), () -> {});

        Set<String> both = Set.of(genuine, forged);
        world.await(
                "both mails and the finding",
                () -> messages(world, account).containsAll(both)
                        && !findings(world, account).isEmpty());
        List<JsonNode> findings = findings(world, account);
        List<ObservedEvent> told = world.kafka
                .on(Topics.EVIDENCE)
                .filter(event -> event.text("accountId").equals(account))
                .toList();
        Set<String> mails = told.stream().map(event -> event.text("messageId")).collect(Collectors.toSet());
        boolean more =
                told.stream().anyMatch(event -> String.valueOf(event.data()).contains(CANARY));
        evidence.put("mails delivered", 2);
        evidence.put("mails believed", mails.size());
        evidence.put("forged mail believed", mails.contains(forged));
        evidence.put("findings", findings.size());
        evidence.put("summary", findings.getFirst().path("summary").asText());
        evidence.put("more of the mail told than was recognised", more);
        return findings.size() == 1 && mails.equals(Set.of(genuine)) && !more;
    }

    /** As a key record in the DNS; nobody may ask it for a key that is made up. */
    private static void publish(World world, DkimSender sender) {
        try {
            Files.writeString(
                    world.stack.dataDirectory().resolve("dkim-keys"),
                    sender.keyName() + " " + sender.keyRecord() + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String mail(Person person, String id) {
        return """
                From: GitHub <noreply@github.com>
                To: %s
                Subject: [GitHub] Two-factor authentication disabled
                Date: %s
                Message-ID: %s
                Content-Type: text/plain; charset=utf-8

                Two-factor authentication has been disabled on your account.
                %s
                """.formatted(
                        person.address(),
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                        id,
                        CANARY)
                .replace("\n", "\r\n");
    }

    private static MimeMessage message(String raw) {
        try {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
        } catch (MessagingException unreadable) {
            throw new IllegalStateException("The mail of the service cannot be read", unreadable);
        }
    }

    private static Set<String> messages(World world, String account) {
        return world.kafka
                .on(Topics.MESSAGES)
                .filter(event -> event.text("accountId").equals(account))
                .map(event -> event.text("messageId"))
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> findings(World world, String account) {
        return world.findings(FindingKind.MAILBOX_EVIDENCE.name()).stream()
                .filter(finding -> finding.path("accountId").asText().equals(account))
                .toList();
    }
}
