internal import ArgumentParser

extension Console.ColorMode: ExpressibleByArgument {}

struct OutputOptions: ParsableArguments {
    @Option(help: "Colour: auto (a terminal without NO_COLOR), always or never.")
    var color: Console.ColorMode = .auto

    var console: Console { Console(color: self.color) }
}
