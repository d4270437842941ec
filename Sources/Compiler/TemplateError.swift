/// A template that cannot be read.
package struct TemplateError: Error, Equatable, CustomStringConvertible {
    package let template: String
    package let message: String

    package var description: String { "\(self.template): \(self.message)" }
}
