// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.idle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.ChildJvm;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.devstack.process.FileTrees;

/** Many connections that wait for news, and how soon news is an event. */
public final class IdleBench implements Benchmark {

    private static final double HEAP_KB = 48;
    private static final double THREADS = 32;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        int connections = size.of(50, 5_000);
        Path folder = Files.createTempDirectory("mailwarden-bench");
        try {
            CertificateAuthority authority = CertificateAuthority.in(folder);
            figures.machine("server", "own IMAP server in TLS: a Dovecot takes close to 1 MB for each connection");
            try (LightServer server =
                    new LightServer(authority.issue(IssueSpec.loopback()).serverContext())) {
                figures.say("Waiting on %,d TLS connections from one JVM ...", connections);
                double[] told = ChildJvm.figures(
                        IdleClients.class,
                        "-Xmx512m",
                        Integer.toString(server.port()),
                        authority.certificateFile().toString(),
                        Integer.toString(connections));
                figures.atLeast("connections", told[0] - 1, connections);
                figures.atMost("heap_kb_per_connection", told[1], HEAP_KB);
                figures.atMost("platform_threads", told[2], THREADS);
            }
            Push.measure(figures, authority, folder, size);
        } finally {
            FileTrees.delete(folder);
        }
    }
}
