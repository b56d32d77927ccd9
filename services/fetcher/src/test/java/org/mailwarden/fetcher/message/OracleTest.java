// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.mail.AttachedFile;

/** What the files beside the mails of james-mime4j say of them is what we say, apart from a known list. */
class OracleTest {

    private static final Path MAILS = Path.of("../../../shared/data/mail/james-mime4j");

    /** Why we say something else on purpose. */
    private static final Map<String, String> DISAGREEMENTS = Map.of(
            "obsolete.msg",
            "blanks before the colon of a field belong to no name (RFC 5322 section 4.5.2); the oracle repeats them");

    private static final Pattern TAG = Pattern.compile(
            "<(/?)(message|body-part|multipart|text-body|binary-body|body|field)(?: name=\"([^\"]*)\")?(/?)>");

    /** What an oracle says: entities as "depth leaf" or "depth holder", and the SHA-256 of each decoded leaf. */
    private record Oracle(List<String> entities, List<String> leaves, List<String> fields) {}

    @Test
    void structureHeadersAndContentAreTheOracles() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(MAILS),
                "SKIPPED: no real mails at " + MAILS.toAbsolutePath().normalize());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(MAILS)) {
            files = walk.filter(file -> file.toString().endsWith(".msg"))
                    .sorted()
                    .toList();
        }

        Map<String, String> different = new TreeMap<>();
        for (Path file : files) {
            String difference = difference(file);
            if (!difference.isEmpty()) {
                different.put(file.getFileName().toString(), difference);
            }
        }

        assertThat(files).hasSize(80);
        assertThat(different.keySet()).as(different.toString()).isEqualTo(new TreeMap<>(DISAGREEMENTS).keySet());
    }

    private static String difference(Path file) throws IOException {
        Oracle oracle = oracle(file);
        ParsedMessage message;
        try (InputStream raw = Files.newInputStream(file)) {
            message = MessageReader.read(raw, Files.size(file));
        }
        List<String> entities = message.structure().stream()
                .map(part -> part.depth() + (part.size() == null ? " holder" : " leaf"))
                .toList();
        if (!entities.equals(oracle.entities())) {
            return "entities " + entities + ", not " + oracle.entities();
        }
        for (AttachedFile attached : message.attachedFiles()) {
            // The oracle writes text in one charset and with one kind of line end: only other content can be compared.
            if (attached.sha256() != null
                    && !attached.contentType().startsWith("text/")
                    && !oracle.leaves().contains(attached.sha256())) {
                return "content of " + attached;
            }
        }
        String id = oracle.fields().stream()
                .filter(field -> field.regionMatches(true, 0, "message-id:", 0, 11))
                .map(field -> field.substring(11).strip())
                .findFirst()
                .orElse(null);
        if (id != null && !id.contains("\n") && !id.equals(message.messageId())) {
            return "id " + message.messageId() + ", not " + id;
        }
        boolean subject = oracle.fields().stream()
                .anyMatch(field -> field.regionMatches(true, 0, "subject:", 0, 8)
                        && !field.substring(8).isBlank());
        return subject == (message.subject() != null) ? "" : "subject " + message.subject();
    }

    private static Oracle oracle(Path file) throws IOException {
        String base = file.getFileName().toString().replaceAll("\\.msg$", "");
        String xml = Files.readString(file.resolveSibling(base + "_decoded.xml"), StandardCharsets.ISO_8859_1);
        Oracle oracle = new Oracle(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int depth = -1;
        Matcher tag = TAG.matcher(xml);
        while (tag.find()) {
            boolean end = !tag.group(1).isEmpty();
            switch (tag.group(2)) {
                case "message" -> {
                    if (!end && depth >= 0) {
                        oracle.entities().add(depth + " holder");
                    }
                    depth += end ? -1 : 1;
                }
                case "body-part" -> depth += end ? -1 : 1;
                case "multipart" -> {
                    if (!end) {
                        oracle.entities().add(depth + " holder");
                    }
                }
                case "field" -> {
                    if (!end && depth == 0) {
                        int close = xml.indexOf("</field>", tag.end());
                        oracle.fields().add(unescaped(xml.substring(tag.end(), close)));
                    }
                }
                default -> {
                    if (!end) {
                        oracle.entities().add(depth + " leaf");
                        if (tag.group(3) != null) {
                            byte[] content = Files.readAllBytes(file.resolveSibling(tag.group(3)));
                            oracle.leaves()
                                    .add(HexFormat.of()
                                            .formatHex(MeasuredInput.sha256().digest(content)));
                        }
                    }
                }
            }
        }
        return oracle;
    }

    private static String unescaped(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .strip();
    }
}
