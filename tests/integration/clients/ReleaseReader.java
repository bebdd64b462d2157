import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/**
 * Tells what JDBC reads: of a query its types and rows, of a view what it and its columns mean, of
 * every further statement the code that it is refused with. Cells end with a unit separator, rows
 * with a record separator.
 */
public class ReleaseReader {
    private static final StringBuilder TOLD = new StringBuilder();

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            query(statement, arguments[1]);
            String[] view = arguments[2].split("\\.");
            meanings("TABLE", connection.getMetaData().getTables(null, view[0], view[1], null));
            meanings("COLUMN", connection.getMetaData().getColumns(null, view[0], view[1], null));
            for (int i = 3; i < arguments.length; i++) {
                try {
                    statement.execute(arguments[i]);
                    tell("refused", arguments[i], "not");
                } catch (SQLException refused) {
                    tell("refused", arguments[i], refused.getSQLState());
                }
            }
        }
        System.out.writeBytes(TOLD.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void query(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String size = columns.getPrecision(i) + "," + columns.getScale(i);
                tell("type", columns.getColumnName(i), columns.getColumnClassName(i), size);
            }
            while (rows.next()) {
                String[] cells = new String[columns.getColumnCount() + 1];
                cells[0] = "row";
                for (int i = 1; i < cells.length; i++) {
                    cells[i] = text(rows.getObject(i));
                }
                tell(cells);
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).toPlainString();
        }
        if (value instanceof Timestamp) {
            return ((Timestamp) value).toLocalDateTime().toString();
        }
        if (value instanceof Date) {
            return ((Date) value).toLocalDate().toString();
        }
        return value == null ? "absent" : value.toString();
    }

    private static void meanings(String kind, ResultSet found) throws SQLException {
        while (found.next()) {
            tell("meaning", found.getString(kind + "_NAME"), found.getString("REMARKS"));
        }
    }

    private static void tell(String... cells) {
        TOLD.append(String.join("\u001f", cells)).append('\u001e');
    }
}
