// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.range;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * A server in a JVM of its own that answers whatever it is asked with one and the same text: the HTTP server under the
 * services, with nothing on top. It ends when its input does.
 */
final class ConstantServer {

    /** What it says once it answers. */
    static final String READY = "ready";

    private ConstantServer() {}

    /**
     * Serves.
     *
     * @param arguments the port, and how many bytes to answer
     */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        Buffer text = Buffer.buffer("A".repeat(Integer.parseInt(arguments[1])));
        Vertx vertx = Vertx.vertx();
        // As many as there are event loops, as Quarkus has them.
        DeploymentOptions eachLoop =
                new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> new Answering(port, text), eachLoop)
                .onSuccess(deployed -> System.out.println(READY))
                .onFailure(failure -> System.out.println(failure));
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        vertx.close();
    }

    private static final class Answering extends AbstractVerticle {

        private final int port;
        private final Buffer text;

        Answering(int port, Buffer text) {
            this.port = port;
            this.text = text;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .putHeader("Content-Type", "text/plain")
                            .end(text))
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
