import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/**
 * Starts the kernel as its own {@link MainApp} does, but for two things. Its logging would show every
 * call within Spark's compiler. And a request that comes before its handlers are there would end the
 * thread that reads requests, so that the kernel never answers; here it is only lost, and front ends
 * ask again.
 */
public final class NotebookKernel {

  private NotebookKernel() {}

  /**
   * @param arguments the connection file that Jupyter writes
   */
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    String connection = Files.readString(Path.of(arguments[0]));
    Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
    Field handlers = Channels.class.getDeclaredField("handlers");
    handlers.setAccessible(true);
    handlers.set(channels, new HashMap<>());
    channels.connect(MainApp.kernel);
    channels.joinUntilClose();
  }
}
