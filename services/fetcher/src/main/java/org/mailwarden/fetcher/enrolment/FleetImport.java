// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.vault.Recogniser;
import org.mailwarden.kit.secret.Secret;

/** Takes a fleet file: shows what it would do, or writes it down as a job. The passwords of the rows are wiped either way. */
@ApplicationScoped
class FleetImport {

    /** Rows compared with the fleet in one transaction: short enough for its time limit, long enough to be quick. */
    private static final int CHUNK = 500;

    private final RowPlanner planner;
    private final Imports imports;
    private final Recogniser recogniser;

    FleetImport(RowPlanner planner, Imports imports, Recogniser recogniser) {
        this.planner = planner;
        this.imports = imports;
        this.recogniser = recogniser;
    }

    /** Rows that can be tried, and the results of those that cannot. */
    private record Sorted(List<FleetRow> usable, List<RowResult> failed) {}

    DryRun dryRun(FleetFile.Read.Rows file, Existing existing) {
        try {
            Sorted sorted = sort(file);
            List<RowResult> results = new ArrayList<>(sorted.failed());
            for (int from = 0; from < sorted.usable().size(); from += CHUNK) {
                List<FleetRow> chunk = sorted.usable()
                        .subList(from, Math.min(from + CHUNK, sorted.usable().size()));
                results.addAll(QuarkusTransaction.requiringNew()
                        .timeout(300)
                        .call(() ->
                                chunk.stream().map(row -> would(row, existing)).toList()));
            }
            results.sort(Comparator.comparingInt(RowResult::line));
            return DryRun.of(results);
        } finally {
            wipe(file);
        }
    }

    private RowResult would(FleetRow row, Existing existing) {
        try {
            return switch (planner.plan(row, existing)) {
                case Step.Create create -> result(row, RowOutcome.CREATED, "Would be enrolled.");
                case Step.Change change -> result(row, RowOutcome.CHANGED, change.detail());
                case Step.Skip(String detail) -> result(row, RowOutcome.SKIPPED, detail);
            };
        } catch (UnusableRow unusable) {
            return result(row, RowOutcome.FAILED, String.valueOf(unusable.getMessage()));
        }
    }

    Imports.Taken submit(FleetFile.Read.Rows file, Existing existing, String by, @Nullable String key, byte[] content) {
        byte[] mode = existing.name().getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(mode, mode.length + content.length);
        System.arraycopy(content, 0, request, mode.length, content.length);
        try {
            Sorted sorted = sort(file);
            return imports.submit(
                    sorted.usable(), sorted.failed(), new Imports.Order(existing, by, key, recogniser.mark(request)));
        } finally {
            Arrays.fill(request, (byte) 0);
            wipe(file);
        }
    }

    /** Sets aside what is malformed, and the second row of a mailbox. */
    private static Sorted sort(FleetFile.Read.Rows file) {
        List<RowResult> failed = new ArrayList<>();
        file.malformed().forEach((line, why) -> failed.add(new RowResult(line, "", RowOutcome.FAILED, why)));
        List<FleetRow> usable = new ArrayList<>();
        Map<String, Integer> first = new HashMap<>();
        for (FleetRow row : file.rows()) {
            Integer before = first.putIfAbsent(row.mailbox(), row.line());
            if (before == null) {
                usable.add(row);
            } else {
                failed.add(result(
                        row,
                        RowOutcome.FAILED,
                        "The row is for the same mailbox as line " + before + ". Keep one of them."));
            }
        }
        return new Sorted(usable, failed);
    }

    private static RowResult result(FleetRow row, RowOutcome outcome, String detail) {
        return new RowResult(row.line(), row.address(), outcome, detail);
    }

    private static void wipe(FleetFile.Read.Rows file) {
        for (FleetRow row : file.rows()) {
            Secret password = row.password();
            if (password != null) {
                password.close();
            }
        }
    }
}
