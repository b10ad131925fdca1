import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * Starts the kernel as its own {@link MainApp} does, but for three things that version 3.0.1 gets
 * wrong.
 *
 * <ul>
 *   <li>Its logging shows every call within Spark's compiler.
 *   <li>A request that comes before the handlers are there ends the thread that reads requests. Here
 *       it is only lost, and front ends ask again.
 *   <li>A thread of a channel that runs before its flag is set ends at once. Here it is started
 *       again.
 * </ul>
 */
public final class NotebookKernel {

  /** After which a thread that misses its flag has ended. */
  private static final long MILLISECONDS = 200;

  private NotebookKernel() {}

  /**
   * @param arguments the connection file that Jupyter writes
   */
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    String connection = Files.readString(Path.of(arguments[0]));
    Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
    field(channels, "handlers").set(channels, new HashMap<>());
    channels.connect(MainApp.kernel);
    Thread.sleep(MILLISECONDS);
    for (String name : List.of("shell", "control", "heartbeat")) {
      startAgainIfEnded(field(channels, name).get(channels));
    }
    channels.joinUntilClose();
  }

  private static void startAgainIfEnded(Object channel) throws ReflectiveOperationException {
    Field field = field(channel, "loopThread");
    LoopThread ended = (LoopThread) field.get(channel);
    if (!ended.isAlive()) {
      long sleep = field(ended, "sleep").getLong(ended);
      Runnable body = (Runnable) field(ended, "loopBody").get(ended);
      LoopThread again = new LoopThread(ended.getName(), sleep, body);
      field(again, "running").setBoolean(again, true);
      field.set(channel, again);
      again.start();
    }
  }

  private static Field field(Object owner, String name) throws NoSuchFieldException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
