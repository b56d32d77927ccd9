// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.process.Checkout;

/**
 * The description of a service's REST interface that stands in {@code contracts/openapi}, for a test that compares it with
 * what the service says of itself.
 */
public final class PublishedDescription {

    /** The system property with which a test writes the description instead of comparing it. */
    public static final String RENEW = "mailwarden.renew-descriptions";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultPrettyPrinter LINES = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private final String service;
    private final Path file;

    /**
     * The description of a service.
     *
     * @param service the service, in kebab case
     */
    public PublishedDescription(String service) {
        this.service = service;
        this.file = Checkout.find().root().resolve("contracts/openapi/" + service + ".json");
    }

    /**
     * Compares, or writes when {@value #RENEW} is set.
     *
     * @param said the document with which the service describes itself
     * @return what is wrong and what to do, a plain sentence; empty when both say the same
     */
    public Optional<String> fault(String said) {
        try {
            JsonNode described = JSON.readTree(said);
            Optional<String> internal = internalOperation(described);
            if (internal.isPresent()) {
                return internal;
            }
            if (Boolean.getBoolean(RENEW)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, JSON.writer(LINES).writeValueAsString(described) + "\n");
            }
            JsonNode published = Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
            return Optional.ofNullable(difference(published, described, ""))
                    .map(at -> "contracts/openapi/" + service + ".json says something else than the service, at " + at
                            + ". When that is meant: run ./mvnw -pl services/" + service
                            + " -am verify -Dtest=RestDescriptionTest -Dsurefire.failIfNoSpecifiedTests=false -D"
                            + RENEW
                            + "=true, look at what changed, and commit it. What is gone or renamed breaks programs.");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The description of " + service + " is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Operations that only services may use are nobody else's business, and may change with any version. */
    private static Optional<String> internalOperation(JsonNode description) {
        for (JsonNode path : description.path("paths")) {
            for (JsonNode operation : path) {
                JsonNode roles = operation.path("security").path(0).path("bearer");
                if (roles.size() == 1 && roles.get(0).asText().equals("service")) {
                    return Optional.of(operation.path("operationId").asText()
                            + " is for other services alone: hide it with @Operation(hidden = true).");
                }
            }
        }
        return Optional.empty();
    }

    /** The first place at which two documents differ, as a JSON pointer (RFC 6901, without its escapes). */
    private static @Nullable String difference(@Nullable JsonNode one, @Nullable JsonNode other, String at) {
        if (one == null || other == null || one.getNodeType() != other.getNodeType()) {
            return at;
        }
        if (one.isObject()) {
            Set<String> names = new TreeSet<>();
            one.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String found = difference(one.get(name), other.get(name), at + "/" + name);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (one.isArray() && one.size() == other.size()) {
            Iterator<JsonNode> others = other.iterator();
            int index = 0;
            for (JsonNode element : one) {
                String found = difference(element, others.next(), at + "/" + index++);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return one.equals(other) ? null : at;
    }
}
