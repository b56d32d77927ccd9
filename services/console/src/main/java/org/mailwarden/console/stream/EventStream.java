// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Set;

/**
 * One open stream of server-sent events. What is told is handed to the event loop of its connection, in order. A reader
 * that does not keep up is cut off: it comes again and goes on from what it has read.
 */
final class EventStream implements Hints.Listener {

    /** Unread bytes at which a reader is cut off: some hundred hints. */
    static final int MOST_UNREAD = 64 * 1024;

    private final String person;
    private final String session;
    private final Set<HintKind> kinds;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Context context;

    EventStream(Caller caller, HttpServerRequest request, Context context) {
        this.person = caller.name();
        this.session = caller.session();
        this.kinds = caller.kinds();
        this.connection = request.connection();
        this.response = request.response().setWriteQueueMaxSize(MOST_UNREAD);
        this.context = context;
    }

    @Override
    public String person() {
        return person;
    }

    @Override
    public void changed(Hint hint) {
        if (kinds.contains(hint.change().kind())) {
            write(hint.asEvent());
        }
    }

    @Override
    public void lost(Cursor end) {
        write("id: " + end + "\nevent: lost\ndata: {}\n\n");
    }

    @Override
    public void live(boolean live, Cursor end) {
        write("id: " + end + "\nevent: state\ndata: {\"live\":" + live + "}\n\n");
    }

    @Override
    public void beat() {
        write(":\n\n");
    }

    /** Whether it is read in a session of Keycloak. */
    boolean isOf(String other) {
        return !other.isEmpty() && other.equals(session);
    }

    /** Ends the stream in order. */
    void end() {
        context.runOnContext(now -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    private void write(String text) {
        context.runOnContext(now -> {
            if (response.ended() || response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                cutOff();
                return;
            }
            response.write(text);
        });
    }

    /** At once, past the handlers of the connection: they would wait until the reader has read everything. */
    private void cutOff() {
        if (connection instanceof ConnectionBase ours) {
            ours.channel().pipeline().firstContext().close();
        } else {
            connection.close();
        }
    }
}
