// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.process.GuardedProcess.StopSignal;

class GuardedProcessTest {

    @TempDir
    Path folder;

    @Test
    void childEndsWhenItsParentIsKilled() throws Exception {
        // Given
        Path mark = folder.resolve("child.log.pid");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(mark) && !Files.readString(mark).isBlank());
        long child = Long.parseLong(Files.readString(mark).strip());
        assertThat(ProcessHandle.of(child)).isPresent();

        // When
        parent.destroyForcibly().waitFor();

        // Then
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(child).isEmpty());
    }

    @Test
    void earlyEndIsAFailureWithTheEndOfTheLog() {
        // Given
        GuardedProcess child = start("echo the reason; exit 3");

        // When / Then
        assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofMillis(20), Duration.ofSeconds(10)))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("the reason");
    }

    @Test
    void killEndsTheProgramAndNotOnlyTheShellAroundIt() {
        // Given
        GuardedProcess child = start("exec sleep 300");
        await().until(() -> child.pid().isPresent());
        long pid = child.pid().orElseThrow();

        // When
        child.kill();

        // Then
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(child.isAlive()).isFalse();
    }

    private GuardedProcess start(String script) {
        return GuardedProcess.start(spec(folder, script));
    }

    private static GuardedProcess.Spec spec(Path folder, String script) {
        return new GuardedProcess.Spec(
                "child", List.of("sh", "-c", script), Map.of(), folder, folder.resolve("child.log"), StopSignal.TERM);
    }

    /** A JVM that starts a child and never ends by itself. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            GuardedProcess.start(spec(Path.of(arguments[0]), "exec sleep 300"));
            Thread.currentThread().join();
        }
    }
}
